/** Rows written straight into the database, for tests that need many at once. */
import { randomUUID } from 'node:crypto';
import type { Database } from '../../../apps/api/src/database/database.ts';
import type { ModelVersion } from '../../../apps/api/src/embeddings/models/modelVersion.ts';
import { createModelsStore } from '../../../apps/api/src/embeddings/models/store.ts';
import { createVectorsStore } from '../../../apps/api/src/embeddings/vectors/store.ts';

export interface RowOfProduct {
  readonly productId: string;
  readonly imageIds: readonly string[];
}

/** Products of one catalog with `images` images each; brand and category go round by `groups`. */
export async function insertProducts(
  { pool, prisma }: Database,
  count: number,
  options: { images?: number; groups?: number; name?: string } = {},
): Promise<RowOfProduct[]> {
  const { images = 1, groups = 20, name = `Catalog ${randomUUID()}` } = options;
  const catalog = await prisma.catalog.create({ data: { name } });
  const rows = Array.from({ length: count }, () => ({
    productId: randomUUID(),
    imageIds: Array.from({ length: images }, () => randomUUID()),
  }));
  const productIds = rows.map((row) => row.productId);
  await pool.query(
    `INSERT INTO "Product" (id, "catalogId", "externalId", title, brand, category, "categoryPath",
       "contentHash", "updatedAt")
     SELECT id, $2, 'p' || place, 'Product ' || place, 'brand ' || (place - 1) % $3,
       'category ' || (place - 1) % $3, '{}', '', now()
     FROM unnest($1::uuid[]) WITH ORDINALITY AS given (id, place)`,
    [productIds, catalog.id, groups],
  );
  const links = rows.flatMap((row) =>
    row.imageIds.map((imageId, position) => ({ imageId, position, productId: row.productId })),
  );
  const imageIds = links.map((link) => link.imageId);
  await pool.query(
    `INSERT INTO "Image" (id, sha256, format, width, height, bytes)
     SELECT id, replace(id::text || id::text, '-', ''), 'png', 64, 64, 100 FROM unnest($1::uuid[]) AS given (id)`,
    [imageIds],
  );
  await pool.query(
    `INSERT INTO "ProductImage" ("productId", "imageId", position, name)
     SELECT * , 'image' FROM unnest($1::uuid[], $2::uuid[], $3::int[])`,
    [links.map((link) => link.productId), imageIds, links.map((link) => link.position)],
  );
  return rows;
}

/** A model version without weights, for tests of its vectors alone. */
export async function insertModel(database: Database, dimension: number): Promise<ModelVersion> {
  const model = await createModelsStore(database).create({
    ...{ id: randomUUID(), name: 'test', artifact: 'models/none', trainingRunId: null },
    manifest: {
      ...{ format: 'semblance-checkpoint', version: 1, model: 'none', dimension },
      preprocessing: {
        size: 64,
        fit: 'contain',
        background: [255, 255, 255],
        scale: 'zero-to-one',
      },
      weights: { path: 'weights.bin', bytes: 0, sha256: '0'.repeat(64) },
      ...{ seed: 1, step: 0, epoch: 0, metrics: {}, dataFingerprint: '', backend: 'none' },
      createdAt: '2026-01-01T00:00:00.000Z',
    },
  });
  await createVectorsStore(database).createPartition(model);
  return model;
}

/**
 * Unit vectors scattered about random centres, as embeddings of a trained model are.
 * @param random a seeded source of numbers in 0..1
 */
export function clusteredVectors(
  random: () => number,
  count: number,
  dimension: number,
  clusters: number,
): Float32Array[] {
  const draw = () => Float32Array.from({ length: dimension }, () => random() - 0.5);
  const centres = Array.from({ length: clusters }, () => unit(draw()));
  return Array.from({ length: count }, (_, i) => {
    const centre = centres[i % clusters] as Float32Array;
    const scatter = unit(draw());
    return unit(centre.map((value, k) => value + 0.7 * (scatter[k] as number)));
  });
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
