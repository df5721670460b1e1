import type { RemovalPolicy } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { Claim } from '../../jobs/jobRow.ts';
import { createCountsStore } from './countsStore.ts';

export interface RemovableProduct {
  readonly id: string;
  readonly externalId: string;
  readonly title: string;
}

const PAGE = 2000;

export type RemovalStore = ReturnType<typeof createRemovalStore>;

/** Products that a feed lacks: read to be compared with it, and removed. */
export function createRemovalStore(database: Pick<Database, 'pool'>) {
  return {
    /**
     * Products of a catalog page by page, in a fixed order; those that a feed lacked before and
     * that were marked then are left out.
     */
    async *pages(catalogId: string): AsyncGenerator<RemovableProduct[]> {
      for (let after: string | null = null; ; ) {
        const { rows }: { rows: RemovableProduct[] } = await database.pool.query<RemovableProduct>(
          `SELECT id, "externalId", title FROM "Product"
           WHERE "catalogId" = $1 AND "vanishedAt" IS NULL AND ($2::uuid IS NULL OR id > $2)
           ORDER BY id LIMIT ${PAGE}`,
          [catalogId, after],
        );
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE) return;
        after = rows.at(-1)?.id ?? null;
      }
    },

    /**
     * Removes products, and counts them in the run, in one transaction. Images that only they had
     * stay behind for deleteUnusedImages.
     * @returns whether the run was asked to stop
     * @throws CONFLICT when the claim is void; nothing is removed then
     */
    remove(
      claim: Claim,
      removal: Exclude<RemovalPolicy, 'KEEP'>,
      productIds: readonly string[],
    ): Promise<boolean> {
      return inTransaction(database, async (client) => {
        const { rowCount } = await client.query(REMOVE[removal], [productIds]);
        return createCountsStore(client).add(claim, { removed: rowCount ?? 0 });
      });
    },
  };
}

const REMOVE = {
  DELETE: `DELETE FROM "Product" WHERE id = ANY($1::uuid[])`,
  UNAVAILABLE: `UPDATE "Product" SET availability = 'OUT_OF_STOCK', "vanishedAt" = now(),
    "updatedAt" = now() WHERE id = ANY($1::uuid[]) AND "vanishedAt" IS NULL`,
};
