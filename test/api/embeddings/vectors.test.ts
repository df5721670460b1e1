import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createVectorsStore,
  type VectorsStore,
} from '../../../apps/api/src/embeddings/vectors/store.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { insertModel, insertProducts, unit } from './rows.ts';

describe('the table of vectors', () => {
  let test: TestDatabase;
  let vectors: VectorsStore;
  beforeAll(async () => {
    test = await testDatabase();
    vectors = createVectorsStore(test.database);
  });
  afterAll(() => test.close());

  const vector = (...values: number[]) => unit(Float32Array.from(values));

  it('keeps a vector for each image and version, and gives it back', async () => {
    const { database } = test;
    const [product] = await insertProducts(database, 1);
    const [imageId] = product?.imageIds ?? [];
    const [small, large] = [await insertModel(database, 2), await insertModel(database, 3)];
    await vectors.insert(small, [{ imageId: imageId as string, vector: vector(3, 4) }]);
    await vectors.insert(large, [{ imageId: imageId as string, vector: vector(1, 2, 2) }]);
    const ofSmall = await vectors.ofImages(small, [imageId as string]);
    const ofLarge = await vectors.ofImages(large, [imageId as string]);
    const near = (values: number[]) => values.map((value) => expect.closeTo(value, 3));
    expect([...(ofSmall.get(imageId as string) ?? [])]).toEqual(near([3 / 5, 4 / 5]));
    expect([...(ofLarge.get(imageId as string) ?? [])]).toEqual(near([1 / 3, 2 / 3, 2 / 3]));
  });

  it.each([
    ['a zero vector', [0, 0], 'BAD_INPUT'],
    ['NaN', [Number.NaN, 1], 'BAD_INPUT'],
    ['infinity', [Number.POSITIVE_INFINITY, 1], 'BAD_INPUT'],
    ['a vector that is not of length 1', [1, 1], 'BAD_INPUT'],
    ['a vector of another dimension', [1, 0, 0], 'DIMENSION_MISMATCH'],
  ])('refuses %s and stores nothing of that batch', async (_name, values, code) => {
    const { database } = test;
    const [product] = await insertProducts(database, 1, { images: 2 });
    const [good, bad] = (product?.imageIds ?? []) as [string, string];
    const model = await insertModel(database, 2);
    const rows = [
      { imageId: good, vector: vector(1, 0) },
      { imageId: bad, vector: Float32Array.from(values) },
    ];
    await expect(vectors.insert(model, rows)).rejects.toMatchObject({ code });
    expect(await vectors.ofImages(model, [good, bad])).toEqual(new Map());
  });

  it('refuses a wrong dimension in the database too', async () => {
    const { database } = test;
    const [product] = await insertProducts(database, 1);
    const model = await insertModel(database, 2);
    const statement = `INSERT INTO vectors.embedding VALUES ($1, $2, '[1,0,0]')`;
    const inserted = database.pool.query(statement, [product?.imageIds[0], model.number]);
    await expect(inserted).rejects.toThrow(/check constraint/);
  });

  it('finds images without a vector page by page, and only those of products', async () => {
    const { database } = test;
    const products = await insertProducts(database, 5);
    await database.prisma.image.create({
      data: { sha256: 'f'.repeat(64), format: 'png', width: 1, height: 1, bytes: 1 },
    });
    const model = await insertModel(database, 2);
    const all = await vectors.pendingImages(model, undefined, 1_000);
    const done = products[0]?.imageIds[0] as string;
    await vectors.insert(model, [{ imageId: done, vector: vector(1, 1) }]);
    const left = all.map((image) => image.id).filter((id) => id !== done);
    const first = await vectors.pendingImages(model, undefined, 3);
    const rest = await vectors.pendingImages(model, first.at(-1)?.id, 1_000);
    expect([...first, ...rest].map((image) => image.id)).toEqual(left);
    expect(all.some((image) => image.sha256 === 'f'.repeat(64))).toBe(false);
  });

  it('counts coverage and says when the index stands', async () => {
    const { database } = test;
    const [product] = await insertProducts(database, 1, { images: 2 });
    const model = await insertModel(database, 2);
    const images = (await vectors.coverage([model.number])).get(model.number)?.images;
    const [one] = (product?.imageIds ?? []) as [string, string];
    await vectors.insert(model, [{ imageId: one, vector: vector(1, 2) }]);
    const before = await vectors.coverage([model.number]);
    expect(before.get(model.number)).toEqual({ images, embedded: 1, indexed: false });
    await vectors.buildIndex(model);
    await vectors.buildIndex(model);
    const after = await vectors.coverage([model.number]);
    expect(after.get(model.number)).toEqual({ images, embedded: 1, indexed: true });
  });

  it('drops one version and leaves the others, and loses the vectors of a deleted image', async () => {
    const { database } = test;
    const [product] = await insertProducts(database, 1);
    const imageId = product?.imageIds[0] as string;
    const [kept, dropped] = [await insertModel(database, 2), await insertModel(database, 2)];
    for (const model of [kept, dropped]) {
      await vectors.insert(model, [{ imageId, vector: vector(1, 2) }]);
    }
    await vectors.dropPartition(dropped.number);
    expect((await vectors.ofImages(kept, [imageId])).size).toBe(1);
    await database.prisma.product.delete({ where: { id: product?.productId as string } });
    await database.prisma.image.delete({ where: { id: imageId } });
    expect((await vectors.ofImages(kept, [imageId])).size).toBe(0);
    await vectors.createPartition(dropped);
  });

  it('makes the partitions of versions that come at the same time', async () => {
    const { database } = test;
    const models = await Promise.all(
      [2, 3, 4].map((dimension) => insertModel(database, dimension)),
    );
    const coverage = await vectors.coverage(models.map((model) => model.number));
    expect([...coverage.values()].map((each) => each.embedded)).toEqual([0, 0, 0]);
  });
});
