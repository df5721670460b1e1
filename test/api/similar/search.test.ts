import { seededRandom } from '@semblance/ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productFilterSql } from '../../../apps/api/src/catalog/products/productFilter.ts';
import { inTransaction } from '../../../apps/api/src/database/transaction.ts';
import type { ModelVersion } from '../../../apps/api/src/embeddings/models/modelVersion.ts';
import { createVectorsStore } from '../../../apps/api/src/embeddings/vectors/store.ts';
import { toVectorText } from '../../../apps/api/src/embeddings/vectors/vector.ts';
import { nearestProducts } from '../../../apps/api/src/similar/search.ts';
import {
  indexScanStatement,
  nearestExactly,
  prepareIndexScan,
  type SearchTarget,
} from '../../../apps/api/src/similar/store.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import {
  clusteredVectors,
  insertModel,
  insertProducts,
  type RowOfProduct,
} from '../embeddings/rows.ts';

const DIMENSION = 32;
const PRODUCTS = 3_000;
const GROUPS = 20;

/** 3,000 products of 20 brands, one image each, in 60 clusters of vectors. */
describe('the search for the nearest products', () => {
  let test: TestDatabase;
  let model: ModelVersion;
  let products: RowOfProduct[];
  let vectors: Float32Array[];

  beforeAll(async () => {
    test = await testDatabase();
    products = await insertProducts(test.database, PRODUCTS, { groups: GROUPS });
    vectors = clusteredVectors(seededRandom(7), PRODUCTS, DIMENSION, 60);
    model = await insertModel(test.database, DIMENSION);
    const rows = products.map(({ imageIds }, i) => ({
      imageId: imageIds[0] as string,
      vector: vectors[i] as Float32Array,
    }));
    await createVectorsStore(test.database).insert(model, rows);
    await createVectorsStore(test.database).buildIndex(model);
  });
  afterAll(() => test.close());

  const targetOf = (query: number, brands?: string[]): SearchTarget => ({
    version: model,
    stored: test.database.vectorType,
    vector: toVectorText(vectors[query] as Float32Array),
    excludeProductId: products[query]?.productId,
    excludeImageId: undefined,
    filter: productFilterSql(brands ? { brand: brands } : {}, 'product'),
  });

  const idsOf = (hits: readonly { productId: string }[]) => hits.map((hit) => hit.productId);

  it('uses the HNSW index, filtered or not', async () => {
    const brands = Array.from({ length: 10 }, (_, i) => `brand ${i}`);
    for (const target of [targetOf(0), targetOf(0, brands)]) {
      const plan = await inTransaction(test.database, async (client) => {
        await prepareIndexScan(client);
        const { text, values } = indexScanStatement(target, 50);
        const { rows } = await client.query({ text: `EXPLAIN ${text}`, values });
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
      expect(plan).toContain(`Index Scan using embedding_v${model.number}_hnsw`);
      expect(plan).not.toContain('Sort');
    }
  });

  it('finds at least 95 % of what an exact scan finds', async () => {
    let found = 0;
    const queries = Array.from({ length: 50 }, (_, i) => i * 59);
    for (const query of queries) {
      const target = targetOf(query);
      const { method, hits } = await nearestProducts(test.database, target, 10, true);
      const exact = await inTransaction(test.database, (client) =>
        nearestExactly(client, target, 10),
      );
      expect(method).toBe('hnsw');
      const expected = new Set(idsOf(exact));
      found += idsOf(hits).filter((id) => expected.has(id)).length;
    }
    expect(found / (10 * queries.length)).toBeGreaterThanOrEqual(0.95);
  });

  it('agrees with plain arithmetic when it is exact', async () => {
    const { hits, method } = await nearestProducts(
      test.database,
      targetOf(5, ['brand 3']),
      100,
      true,
    );
    const inner = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
    const query = vectors[5] as Float32Array;
    const expected = products
      .map(({ productId }, i) => ({
        productId,
        i,
        score: inner(query, vectors[i] as Float32Array),
      }))
      .filter(({ i }) => i % GROUPS === 3)
      .sort((a, b) => b.score - a.score)
      .slice(0, 100);
    expect(method).toBe('exact');
    // Half precision may swap neighbours whose scores differ in the third digit.
    expected.forEach(({ score }, place) => {
      expect(-(hits[place]?.distance as number)).toBeCloseTo(score, 2);
    });
    const ids = new Set(idsOf(hits));
    expect(expected.filter(({ productId }) => ids.has(productId)).length).toBeGreaterThan(97);
  });

  it('fills the page under a filter that keeps 5 % of the products', async () => {
    const { hits } = await nearestProducts(test.database, targetOf(8, ['brand 1']), 100, true);
    const kept = new Set(products.filter((_, i) => i % GROUPS === 1).map((row) => row.productId));
    expect(hits).toHaveLength(100);
    expect(idsOf(hits).every((id) => kept.has(id))).toBe(true);
  });

  it('fills the page through the index under a filter that keeps half', async () => {
    const brands = Array.from({ length: GROUPS / 2 }, (_, i) => `brand ${i}`);
    const { method, hits } = await nearestProducts(test.database, targetOf(8, brands), 300, true);
    expect(method).toBe('hnsw');
    expect(hits).toHaveLength(300);
  });

  it('returns every product that the filter leaves when fewer are left than asked for', async () => {
    const { hits } = await nearestProducts(test.database, targetOf(1, ['brand 1']), 500, true);
    expect(hits).toHaveLength(PRODUCTS / GROUPS - 1);
  });

  it('answers exactly when the index scan ends early', async () => {
    const { method, hits } = await nearestProducts(test.database, targetOf(1), PRODUCTS, true);
    expect(hits).toHaveLength(PRODUCTS - 1);
    expect(method).toBe('exact');
  });

  it('answers exactly before the index stands', async () => {
    const { method, hits } = await nearestProducts(test.database, targetOf(1), 10, false);
    expect([method, hits.length]).toEqual(['exact', 10]);
  });

  it('never returns the query product and keeps the order of distances', async () => {
    const { hits } = await nearestProducts(test.database, targetOf(17), 200, true);
    expect(idsOf(hits)).not.toContain(products[17]?.productId);
    const distances = hits.map((hit) => hit.distance);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(new Set(idsOf(hits)).size).toBe(200);
  });

  it('shows the same ranking to a deeper page', async () => {
    const shallow = await nearestProducts(test.database, targetOf(23), 40, true);
    const deep = await nearestProducts(test.database, targetOf(23), 160, true);
    expect(idsOf(deep.hits).slice(0, 40)).toEqual(idsOf(shallow.hits));
  });
});

describe('a product with several images', () => {
  it('is one hit, by its best image', async () => {
    await using test = await testDatabase();
    const products = await insertProducts(test.database, 1_500, { images: 2 });
    const vectors = clusteredVectors(seededRandom(3), 3_000, 16, 40);
    const model = await insertModel(test.database, 16);
    const rows = products.flatMap(({ imageIds }, i) =>
      imageIds.map((imageId, j) => ({ imageId, vector: vectors[2 * i + j] as Float32Array })),
    );
    await createVectorsStore(test.database).insert(model, rows);
    await createVectorsStore(test.database).buildIndex(model);
    const target: SearchTarget = {
      version: model,
      stored: test.database.vectorType,
      vector: toVectorText(vectors[0] as Float32Array),
      excludeProductId: products[0]?.productId,
      excludeImageId: undefined,
      filter: productFilterSql({}, 'product'),
    };
    const { method, hits } = await nearestProducts(test.database, target, 60, true);
    expect([method, hits.length]).toEqual(['hnsw', 60]);
    expect(new Set(hits.map((hit) => hit.productId)).size).toBe(60);
    const score = (i: number) =>
      (vectors[0] as Float32Array).reduce((sum, x, k) => sum + x * (vectors[i]?.[k] as number), 0);
    for (const hit of hits.slice(0, 10)) {
      const i = products.findIndex((product) => product.productId === hit.productId);
      expect(-hit.distance).toBeCloseTo(Math.max(score(2 * i), score(2 * i + 1)), 2);
    }
  });
});
