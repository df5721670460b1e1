import type { RemovalPolicy } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import { inTransaction } from '../../database/transaction.ts';

export interface RemovableProduct {
  readonly id: string;
  readonly externalId: string;
  readonly title: string;
}

const PAGE = 2000;

/**
 * Products of a catalog page by page, in a fixed order; those that a feed lacked before and that
 * were marked then are left out.
 */
export async function* productPages(
  { pool }: Pick<Database, 'pool'>,
  catalogId: string,
): AsyncGenerator<RemovableProduct[]> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: RemovableProduct[] } = await pool.query<RemovableProduct>(
      `SELECT id, "externalId", title FROM "Product"
       WHERE "catalogId" = $1 AND "vanishedAt" IS NULL AND ($2::uuid IS NULL OR id > $2)
       ORDER BY id LIMIT ${PAGE}`,
      [catalogId, after],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? null;
  }
}

/**
 * Removes products, and counts them in the run, in one transaction. Images that only they had stay
 * behind for deleteUnusedImages.
 * @returns whether the run was asked to stop
 */
export async function removeProducts(
  database: Database,
  run: { readonly id: string; readonly removal: RemovalPolicy },
  productIds: readonly string[],
): Promise<{ cancelRequested: boolean }> {
  const statement =
    run.removal === 'DELETE'
      ? `DELETE FROM "Product" WHERE id = ANY($1::uuid[])`
      : `UPDATE "Product" SET availability = 'OUT_OF_STOCK', "vanishedAt" = now(),
           "updatedAt" = now() WHERE id = ANY($1::uuid[]) AND "vanishedAt" IS NULL`;
  return inTransaction(database, async (client) => {
    const { rowCount } = await client.query(statement, [productIds]);
    const { rows } = await client.query<{ cancelRequested: boolean }>(
      `UPDATE "ImportRun" SET removed = removed + $2, "heartbeatAt" = now() WHERE id = $1
       RETURNING "cancelRequested"`,
      [run.id, rowCount ?? 0],
    );
    return { cancelRequested: rows[0]?.cancelRequested ?? true };
  });
}
