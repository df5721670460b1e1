import type { PoolClient } from 'pg';
import type { Database } from '../../database/database.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { ProductDraft, RowIssue } from '../feeds/readProduct.ts';
import { type ReferenceWrite, writeReferences } from '../images/referencesStore.ts';
import { type ProductImages, writeImages } from '../images/store.ts';

/** A changed or new product with everything that is stored of it. */
export interface ProductWrite {
  /** For a product that is not stored yet. */
  readonly id: string;
  readonly draft: ProductDraft;
  readonly contentHash: string;
  readonly lacksImages: boolean;
  /** Null for a feed without images: those the product has stay. */
  readonly images: ProductImages | null;
}

/** What one batch adds to the counts of its run. */
export interface BatchCounts {
  readonly rowsRead: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly imagesStored: number;
}

export interface BatchWrite {
  readonly importRunId: string;
  readonly catalogId: string;
  readonly products: readonly ProductWrite[];
  /** What was noted of the images of products that did not change, by product. */
  readonly rechecked: ReadonlyMap<string, readonly ReferenceWrite[]>;
  readonly at: Date;
  readonly issues: readonly RowIssue[];
  readonly counts: BatchCounts;
}

/** What is stored of a product, to compare a feed with. */
export interface StoredProduct {
  readonly id: string;
  readonly externalId: string;
  readonly contentHash: string;
  readonly lacksImages: boolean;
  readonly vanishedAt: Date | null;
  readonly title: string;
  readonly brand: string | null;
  readonly category: string | null;
  readonly price: string | null;
  readonly currency: string | null;
  readonly availability: string;
  readonly url: string | null;
}

/** What is stored of these external ids. */
export async function storedProducts(
  { pool }: Database,
  catalogId: string,
  externalIds: readonly string[],
): Promise<Map<string, StoredProduct>> {
  const { rows } = await pool.query<StoredProduct>(
    `SELECT id, "externalId", "contentHash", "lacksImages", "vanishedAt", title, brand, category,
       price::text AS price, currency, availability::text AS availability, url
     FROM "Product" WHERE "catalogId" = $1 AND "externalId" = ANY($2::text[])`,
    [catalogId, externalIds],
  );
  return new Map(rows.map((row) => [row.externalId, row]));
}

/**
 * Writes one batch whole or not at all: products, images, issues and the run's counts agree at
 * every moment, so that a run that died goes on at the row after the last batch.
 * @returns whether the run was asked to stop
 */
export async function writeBatch(database: Database, batch: BatchWrite): Promise<boolean> {
  return inTransaction(database, async (client) => {
    if (batch.products.length > 0) {
      const productIds = await upsertProducts(client, batch);
      await writeImages(client, byProduct(batch.products, productIds), batch.at);
    }
    await writeReferences(client, batch.rechecked, batch.at);
    await insertIssues(client, batch);
    return addCounts(client, batch);
  });
}

/**
 * Rows travel as one JSON parameter: it takes lists inside rows, and any number of rows.
 * @returns product id by external id: another import may have made the product meanwhile
 */
async function upsertProducts(client: PoolClient, batch: BatchWrite): Promise<Map<string, string>> {
  const rows = batch.products.map(({ id, draft, contentHash, lacksImages }) => {
    const { row: _row, images: _images, ...columns } = draft;
    return { id, contentHash, lacksImages, ...columns };
  });
  const { rows: stored } = await client.query<{ id: string; externalId: string }>(
    `INSERT INTO "Product" (id, "catalogId", "externalId", title, description, brand, category,
       "categoryPath", price, currency, availability, url, "groupId", attributes, "contentHash",
       "lacksImages", "updatedAt")
     SELECT id, $1::uuid, "externalId", title, description, brand, category, "categoryPath", price,
       currency, availability, url, "groupId", attributes, "contentHash", "lacksImages", now()
     FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, "externalId" text, title text,
       description text, brand text, category text, "categoryPath" text[], price numeric,
       currency text, availability "Availability", url text, "groupId" text, attributes jsonb,
       "contentHash" text, "lacksImages" boolean)
     ON CONFLICT ("catalogId", "externalId") DO UPDATE SET
       title = excluded.title, description = excluded.description, brand = excluded.brand,
       category = excluded.category, "categoryPath" = excluded."categoryPath",
       price = excluded.price, currency = excluded.currency,
       availability = excluded.availability, url = excluded.url, "groupId" = excluded."groupId",
       attributes = excluded.attributes, "contentHash" = excluded."contentHash",
       "lacksImages" = excluded."lacksImages", "vanishedAt" = NULL,
       "updatedAt" = excluded."updatedAt"
     RETURNING id, "externalId"`,
    [batch.catalogId, JSON.stringify(rows)],
  );
  return new Map(stored.map(({ id, externalId }) => [externalId, id]));
}

function byProduct(
  products: readonly ProductWrite[],
  productIds: ReadonlyMap<string, string>,
): Map<string, ProductImages> {
  const pairs = products.flatMap(({ draft, images }): [string, ProductImages][] => {
    const id = productIds.get(draft.externalId);
    return id === undefined || images === null ? [] : [[id, images]];
  });
  return new Map(pairs);
}

async function insertIssues(client: PoolClient, batch: BatchWrite): Promise<void> {
  if (batch.issues.length === 0) return;
  await client.query(
    `INSERT INTO "ImportIssue" ("importRunId", "row", "externalId", field, code, message)
     SELECT $1::uuid, "row", "externalId", field, code, message
     FROM jsonb_to_recordset($2::jsonb) AS r("row" int, "externalId" text, field text, code text,
       message text)`,
    [batch.importRunId, JSON.stringify(batch.issues)],
  );
}

async function addCounts(
  client: PoolClient,
  { importRunId, counts }: BatchWrite,
): Promise<boolean> {
  const { rows } = await client.query<{ cancelRequested: boolean }>(
    `UPDATE "ImportRun" SET "rowsRead" = "rowsRead" + $2, created = created + $3,
       updated = updated + $4, unchanged = unchanged + $5, failed = failed + $6,
       "imagesStored" = "imagesStored" + $7, "heartbeatAt" = now()
     WHERE id = $1 RETURNING "cancelRequested"`,
    [
      importRunId,
      counts.rowsRead,
      counts.created,
      counts.updated,
      counts.unchanged,
      counts.failed,
      counts.imagesStored,
    ],
  );
  return rows[0]?.cancelRequested ?? true;
}
