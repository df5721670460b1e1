import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProductFilter } from '../../../../apps/api/src/catalog/products/productFilter.ts';
import type { ProductOrder } from '../../../../apps/api/src/catalog/products/productOrder.ts';
import type { ProductsPage } from '../../../../apps/api/src/catalog/products/service.ts';
import {
  type CatalogService,
  createCatalogService,
} from '../../../../apps/api/src/catalog/service.ts';
import { createJobs } from '../../../../apps/api/src/jobs/queue.ts';
import { createLogger } from '../../../../apps/api/src/logger.ts';
import { createUploadsService } from '../../../../apps/api/src/uploads/service.ts';
import { type TestDatabase, testDatabase } from '../../../support/database.ts';
import { jpeg, writeCsv, writeImages } from '../../../support/feed.ts';

let test: TestDatabase;
let catalog: CatalogService;
let catalogId: string;

beforeAll(async () => {
  test = await testDatabase();
  const logger = createLogger(test.env);
  const jobs = createJobs(test.database, logger);
  const deps = { ...test, jobs, logger };
  catalog = createCatalogService({ ...deps, uploads: createUploadsService(deps) });
  const folder = join(test.env.dataDir, 'import');
  const imageDirectory = await writeImages(folder, {
    'one.jpg': await jpeg('#c00'),
    'two.png': await jpeg('#00c'),
    'street.jpg': await jpeg('#0c0'),
  });
  const path = await writeCsv(join(folder, 'feed.csv'), [
    ['id', 'title', 'brand', 'category', 'price', 'stock', 'images', 'wildImages', 'colour'],
    ['1', 'Red Shirt', 'Acme', 'Shirts', '10', '1', 'one', 'street.jpg', 'Red'],
    ['2', 'Blue shirt 100%', 'Acme', 'Shirts', '20', '0', 'two.png', '', 'Blue'],
    ['3', 'Blue Shoe', 'Bolt', 'Shoes', '30.50', '1', 'one', '', 'Blue'],
    ['4', 'Nameless', '', '', '', '', '', '', ''],
    ['5', 'under_score', '', 'Shoes', '', '', '', '', ''],
  ]);
  const run = await catalog.imports.start({ catalog: 'shop', path, imageDirectory });
  await catalog.imports.execute(run.id);
  catalogId = run.catalogId;
});
afterAll(() => test?.close());

async function idsOf(filter: ProductFilter): Promise<string[]> {
  const { edges } = await catalog.products.page({ filter: { catalogId, ...filter } });
  return edges.map(({ node }) => node.externalId).sort();
}

describe('a filter of products', () => {
  it.each<[string, ProductFilter, string[]]>([
    ['category', { category: ['Shoes'] }, ['3', '5']],
    ['any of several brands', { brand: ['Acme', 'Bolt'] }, ['1', '2', '3']],
    ['availability', { availability: ['OUT_OF_STOCK'] }, ['2']],
    ['price from', { minPrice: 20 }, ['2', '3']],
    ['price from and to', { minPrice: 10, maxPrice: 20 }, ['1', '2']],
    ['attribute', { attributes: [{ key: 'colour', value: 'Blue' }] }, ['2', '3']],
    ['words in any case and place', { search: 'SHIRT acme' }, ['1', '2']],
    ['a word with a wildcard character', { search: '100%' }, ['2']],
    ['an underscore that is no wildcard', { search: 'r_s' }, ['5']],
    ['a quote', { search: "'; DROP TABLE" }, []],
    ['an empty list', { category: [] }, []],
    ['all together', { category: ['Shirts'], search: 'blue', maxPrice: 25 }, ['2']],
  ])('by %s', async (_what, filter, expected) => {
    expect(await idsOf(filter)).toEqual(expected);
  });

  it('with an impossible price range or too many words is refused', async () => {
    await expect(idsOf({ minPrice: 2, maxPrice: 1 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(idsOf({ search: 'w '.repeat(11) })).rejects.toMatchObject({
      details: { field: 'filter.search' },
    });
  });
});

describe('pages of products', () => {
  it('hold every product once, in one order', async () => {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<CatalogService['products']['page']>> =
        await catalog.products.page({
          first: 2,
          after,
          filter: { catalogId },
        });
      seen.push(...page.edges.map(({ node }) => node.id));
      if (!page.pageInfo.hasNextPage) break;
      expect(page.edges).toHaveLength(2);
      after = page.pageInfo.endCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  const ids = ({ edges }: { edges: { node: { externalId: string } }[] }) =>
    edges.map(({ node }) => node.externalId);

  it('come in the order they were made, or the other way round', async () => {
    const { prisma } = test.database;
    const made = await prisma.product.findMany({ where: { catalogId }, orderBy: { id: 'asc' } });
    const expected = made.map(({ externalId }) => externalId);
    const filter = { catalogId };
    expect(ids(await catalog.products.page({ filter }))).toEqual(expected);
    expect(ids(await catalog.products.page({ filter, order: 'NEWEST' }))).toEqual(
      expected.toReversed(),
    );
  });

  it.each<[ProductOrder, string[]]>([
    ['TITLE', ['2', '3', '4', '1', '5']],
    // The two without a price stand last, by their id.
    ['PRICE_LOW', ['1', '2', '3']],
    ['PRICE_HIGH', ['3', '2', '1']],
  ])('come in the order %s, page by page too', async (order, first) => {
    const request = { order, filter: { catalogId } };
    const expected = ids(await catalog.products.page(request));
    expect(expected.slice(0, first.length)).toEqual(first);
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: ProductsPage = await catalog.products.page({ ...request, first: 2, after });
      seen.push(...ids(page));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(expected);
  });

  it('with the last change first put what was changed there', async () => {
    const { prisma } = test.database;
    await prisma.product.updateMany({ where: { externalId: '2' }, data: { title: 'Blue shirt' } });
    const page = await catalog.products.page({ order: 'CHANGED', first: 1, filter: { catalogId } });
    expect(ids(page)).toEqual(['2']);
    const next = await catalog.products.page({
      ...{ order: 'CHANGED', first: 100, filter: { catalogId } },
      after: page.pageInfo.endCursor,
    } as const);
    expect(ids(next).sort()).toEqual(['1', '3', '4', '5']);
    const title = 'Blue shirt 100%';
    await prisma.product.updateMany({ where: { externalId: '2' }, data: { title } });
  });

  it('know how many there are in all, under their filter', async () => {
    const count = async (filter: ProductFilter) =>
      (await catalog.products.page({ first: 1, filter: { catalogId, ...filter } })).count();
    expect(await count({})).toBe(5);
    expect(await count({ category: ['Shirts'] })).toBe(2);
    expect(await count({ search: 'nowhere' })).toBe(0);
  });

  it('refuse a cursor of another order, and a forged one', async () => {
    const { pageInfo } = await catalog.products.page({ order: 'TITLE', first: 1 });
    const after = pageInfo.endCursor;
    const id = '00000000-0000-7000-8000-000000000000';
    const forged = (key: unknown) =>
      Buffer.from(JSON.stringify(['PRICE_LOW', key, id])).toString('base64url');
    for (const request of [
      { order: 'PRICE_LOW', after },
      { order: 'PRICE_LOW', after: forged('cheap') },
      { order: 'PRICE_LOW', after: forged(12) },
    ] as const) {
      await expect(catalog.products.page(request)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
  });

  it.each([
    [{ first: 0 }, 'BAD_INPUT'],
    [{ first: 100_000 }, 'LIMIT_EXCEEDED'],
    [{ after: 'nonsense' }, 'BAD_INPUT'],
    [{ after: Buffer.from('["no id"]').toString('base64url') }, 'BAD_INPUT'],
  ])('asked for with %j answer %s', async (request, code) => {
    await expect(catalog.products.page(request)).rejects.toMatchObject({ code });
  });
});

describe('a catalog', () => {
  it('is found by name and by id, and otherwise is NOT_FOUND or null', async () => {
    expect((await catalog.products.findCatalog('shop'))?.id).toBe(catalogId);
    expect((await catalog.products.findCatalog(catalogId))?.name).toBe('shop');
    expect(await catalog.products.findCatalog('other')).toBeNull();
    const unknown = catalogId.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    await expect(catalog.products.requireCatalog(unknown)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(catalog.products.require(unknown)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('counts its products, images and values', async () => {
    const counts = await catalog.products.catalogCounts([catalogId]);
    expect(counts.get(catalogId)).toEqual({ products: 5, images: 3 });
    expect((await catalog.products.facets([catalogId], 'category')).get(catalogId)).toEqual([
      { value: 'Shirts', count: 2 },
      { value: 'Shoes', count: 2 },
    ]);
    expect((await catalog.products.facets([catalogId], 'brand')).get(catalogId)).toEqual([
      { value: 'Acme', count: 2 },
      { value: 'Bolt', count: 1 },
    ]);
  });

  it('tells its attributes with their coverage and values, and no other catalog\u2019s', async () => {
    const attributes = await catalog.products.attributesOf([catalogId]);
    expect(attributes.get(catalogId)).toMatchObject([
      // The category is kept as it was written, too.
      { name: 'category', products: 4, distinct: 2 },
      {
        ...{ name: 'colour', products: 3, distinct: 2 },
        values: [
          { value: 'Blue', count: 2 },
          { value: 'Red', count: 1 },
        ],
      },
    ]);
    const other = await test.database.prisma.catalog.create({ data: { name: 'other shop' } });
    const data = { catalogId: other.id, externalId: '1', title: 'Ring', contentHash: '' };
    await test.database.prisma.product.create({ data: { ...data, attributes: { metal: 'gold' } } });
    const both = await catalog.products.attributesOf([catalogId, other.id]);
    expect(both.get(other.id)?.map(({ name }) => name)).toEqual(['metal']);
    expect(both.get(catalogId)?.map(({ name }) => name)).toEqual(['category', 'colour']);
    await test.database.prisma.catalog.delete({ where: { id: other.id } });
  });

  it('gives the triplet maker products with a category and images, by kind', async () => {
    const products = await catalog.products.forTriplets(catalogId);
    expect(products.map(({ category }) => category).sort()).toEqual(['Shirts', 'Shirts', 'Shoes']);
    const red = products.find(({ attributes }) => attributes.colour === 'Red');
    expect(red?.images.map(({ kind }) => kind)).toEqual(['CATALOG', 'WILD']);
  });

  it('finds images by the names that triplet files use', async () => {
    const names = ['one.jpg', 'one', 'photos/two.png', 'two', 'nothing.jpg'];
    const found = await catalog.images.byName(catalogId, names);
    expect([...found.keys()].sort()).toEqual(['one', 'one.jpg', 'photos/two.png', 'two']);
    expect(found.get('one')).toBe(found.get('one.jpg'));
    expect(found.get('two')).toBe(found.get('photos/two.png'));
    const shown = await catalog.products.ofImages([found.get('one') ?? '']);
    expect(
      shown
        .get(found.get('one') ?? '')
        ?.map(({ externalId }) => externalId)
        .sort(),
    ).toEqual(['1', '3']);
  });
});
