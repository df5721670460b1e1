import type { PoolClient } from 'pg';
import type { Database } from '../../database/database.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { Claim } from '../../jobs/jobRow.ts';
import type { ProductDraft, RowIssue } from '../feeds/productDraft.ts';
import {
  createImageWriteStore,
  type ProductImages,
  type ReferenceWrite,
} from '../images/writeStore.ts';
import { createCountsStore } from './countsStore.ts';
import type { ImportCounts } from './importRun.ts';

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

export interface BatchWrite {
  readonly claim: Claim;
  readonly catalogId: string;
  readonly products: readonly ProductWrite[];
  /** What was noted of the images of products that did not change, by product. */
  readonly rechecked: ReadonlyMap<string, readonly ReferenceWrite[]>;
  readonly at: Date;
  readonly issues: readonly RowIssue[];
  readonly counts: Omit<ImportCounts, 'removed' | 'imagesStored'>;
}

export interface BatchWritten {
  /** The run was asked to stop. */
  readonly cancelRequested: boolean;
  /** Images that no import had stored before. */
  readonly imagesStored: number;
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
  readonly hasImages: boolean;
}

export type BatchStore = ReturnType<typeof createBatchStore>;

/** Products as an import compares and writes them, a batch at a time. */
export function createBatchStore(database: Pick<Database, 'pool'>) {
  return {
    /** What is stored of these external ids. */
    async stored(
      catalogId: string,
      externalIds: readonly string[],
    ): Promise<Map<string, StoredProduct>> {
      const { rows } = await database.pool.query<StoredProduct>(
        `SELECT id, "externalId", "contentHash", "lacksImages", "vanishedAt", title, brand,
           category, price::text AS price, currency, availability::text AS availability, url,
           EXISTS (SELECT 1 FROM "ProductImage" i WHERE i."productId" = "Product".id) AS "hasImages"
         FROM "Product" WHERE "catalogId" = $1 AND "externalId" = ANY($2::text[])`,
        [catalogId, externalIds],
      );
      return new Map(rows.map((row) => [row.externalId, row]));
    },

    /**
     * Writes one batch whole or not at all: products, images, issues and the run's counts agree at
     * every moment, so that a run that died goes on at the row after the last batch.
     * @throws CONFLICT when the claim is void; nothing is written then
     */
    write(batch: BatchWrite): Promise<BatchWritten> {
      return inTransaction(database, async (client) => {
        const images = createImageWriteStore(client);
        let imagesStored = 0;
        if (batch.products.length > 0) {
          const productIds = await upsertProducts(client, batch);
          imagesStored = await images.replace(
            imagesByProduct(batch.products, productIds),
            batch.at,
          );
        }
        await images.replaceReferences(batch.rechecked, batch.at);
        await insertIssues(client, batch);
        const counts = { ...batch.counts, imagesStored };
        const cancelRequested = await createCountsStore(client).add(batch.claim, counts);
        return { cancelRequested, imagesStored };
      });
    },
  };
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

function imagesByProduct(
  products: readonly ProductWrite[],
  productIds: ReadonlyMap<string, string>,
): Map<string, ProductImages> {
  const pairs = products.flatMap(({ draft, images }): [string, ProductImages][] => {
    const id = productIds.get(draft.externalId);
    return id === undefined || images === null ? [] : [[id, images]];
  });
  return new Map(pairs);
}

async function insertIssues(client: PoolClient, { claim, issues }: BatchWrite): Promise<void> {
  if (issues.length === 0) return;
  await client.query(
    `INSERT INTO "ImportIssue" ("importRunId", "row", "externalId", field, code, message)
     SELECT $1::uuid, "row", "externalId", field, code, message
     FROM jsonb_to_recordset($2::jsonb) AS r("row" int, "externalId" text, field text, code text,
       message text)`,
    [claim.id, JSON.stringify(issues)],
  );
}
