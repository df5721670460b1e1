import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Prisma } from '../../../prisma/client/client.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test?.close());

describe('the data model', () => {
  it.each(Object.values(Prisma.ModelName))('can query every field of %s', async (model) => {
    const name = `${model.charAt(0).toLowerCase()}${model.slice(1)}`;
    const delegates = test.database.prisma as unknown as Record<
      string,
      { findMany(): Promise<unknown[]> }
    >;
    expect(await delegates[name]?.findMany()).toEqual([]);
  });

  it('keeps two products of one catalog from sharing an external id', async () => {
    const { prisma } = test.database;
    const catalog = await prisma.catalog.create({ data: { name: 'unique' } });
    const data = { catalogId: catalog.id, externalId: 'a', title: 'A', contentHash: 'x' };
    await prisma.product.create({ data });
    await expect(prisma.product.create({ data })).rejects.toMatchObject({ code: 'P2002' });
  });

  it('keeps every cent of a price', async () => {
    const { prisma } = test.database;
    const catalog = await prisma.catalog.create({ data: { name: 'cents' } });
    const row = { catalogId: catalog.id, externalId: 'a', title: 'A', contentHash: 'x' };
    const { id } = await prisma.product.create({ data: { ...row, price: '9999999999.9999' } });
    const product = await prisma.product.findUniqueOrThrow({ where: { id } });
    expect(product.price?.toString()).toBe('9999999999.9999');
  });
});
