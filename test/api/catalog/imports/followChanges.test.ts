import { mkdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followChanges } from '../../../../apps/api/src/catalog/imports/followChanges.ts';
import type { Services } from '../../../../apps/api/src/services.ts';
import { writeCsv, writeImages } from '../../../support/feed.ts';
import { picture, tinyCheckpoint } from '../../embeddings/tinyModel.ts';
import { type TestApi, testApi } from '../../graphql/api.ts';

let api: TestApi;
let services: Services;
let checkpoint: string;
let folder: string;
let images: string;

beforeAll(async () => {
  api = await testApi();
  services = api.services;
  checkpoint = await tinyCheckpoint();
  folder = join(services.env.dataDir, 'import');
  const shirt = await photo('#a33');
  images = await writeImages(join(folder, 'images'), {
    'a.png': await picture(1),
    'b.png': await picture(2),
    'c.png': await picture(3),
    'd.png': await picture(4),
    'shirt.png': await shirt.png().toBuffer(),
    'shirt-packed.jpg': await (await photo('#a33')).resize(150).jpeg({ quality: 75 }).toBuffer(),
    'shirt-green.png': await (await photo('#3a3')).png().toBuffer(),
  });
});
afterAll(async () => {
  await api?.close();
  await rm(checkpoint, { recursive: true, force: true });
});

/** Something that is no pattern: a few shapes on white. */
async function photo(colour: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="300" height="300">
    <rect width="100" height="100" fill="#fff"/><path d="M20 25 L40 12 L62 15 L84 27 L74 45 L66 42
    L69 91 L31 88 L34 42 L23 47 Z" fill="${colour}"/><path d="M54 48 h9 v11 h-9 Z M36 70 L66 60 v4
    L36 75 Z" fill="#222"/></svg>`;
  return sharp(await sharp(Buffer.from(svg)).png().toBuffer());
}

async function importRows(
  rows: string[][],
  options: { catalog?: string; removal?: 'KEEP' | 'DELETE' | 'UNAVAILABLE' } = {},
) {
  const { catalog = 'shop', removal = 'KEEP' } = options;
  await mkdir(folder, { recursive: true });
  const header = ['id', 'title', 'image', 'group_id'];
  const path = await writeCsv(join(folder, 'feed.csv'), [header, ...rows]);
  const started = await services.catalog.imports.start({
    ...{ catalog, path, imageDirectory: images, removal, allowLargeRemoval: true },
    mapping: { externalId: 'id', title: 'title', images: ['image'], groupId: 'group_id' },
  });
  await services.catalog.imports.execute(started.id);
}

/** As the worker does after an import. */
async function follow() {
  const { embedRun } = await followChanges(services);
  if (embedRun) await services.embeddings.runs.embed(embedRun.id);
  return embedRun;
}

async function productId(externalId: string, catalog = 'shop'): Promise<string> {
  const found = await services.catalog.products.findCatalog(catalog);
  const page = await services.catalog.products.page({ filter: { catalogId: found?.id } });
  return page.edges.find(({ node }) => node.externalId === externalId)?.node.id ?? '';
}

async function similarTo(externalId: string): Promise<string[]> {
  const { similarProducts } = await api.data<{
    similarProducts: { edges: { node: { externalId: string } }[] };
  }>(`query ($id: ID) { similarProducts(productId: $id) { edges { node { externalId } } } }`, {
    id: `Product_${await productId(externalId)}`,
  });
  return similarProducts.edges.map(({ node }) => node.externalId).sort();
}

// One story: each step takes up what the one before it left.
describe('after an import', () => {
  const A = ['a', 'A', 'a.png', ''];
  const B = ['b', 'B', 'b.png', ''];
  const C = ['c', 'C', 'c.png', ''];

  it('nothing is embedded while no model serves', async () => {
    await importRows([A, B]);
    expect(await follow()).toBeNull();
  });

  it('new and changed images are embedded for the model that serves', async () => {
    const { embeddings } = services;
    const model = await embeddings.models.register({
      name: 'tiny',
      checkpointDirectory: checkpoint,
    });
    await embeddings.runs.embed((await embeddings.runs.create(model.id, true)).id);
    expect(await similarTo('a')).toEqual(['b']);

    await importRows([A, ['b', 'B', 'd.png', ''], C]);
    expect(await similarTo('a')).toEqual([]);
    expect(await follow()).toMatchObject({ total: null, status: 'QUEUED' });
    expect(await similarTo('a')).toEqual(['b', 'c']);
    // Nothing is left to do.
    expect(await follow()).toBeNull();
  });

  it('images that nothing shows any more are gone with their vectors, and their files later', async () => {
    const { pool, prisma } = services.database;
    // The former picture of b.
    expect(await prisma.image.count()).toBe(3);
    const { rows } = await pool.query('SELECT count(*)::int AS count FROM vectors.embedding');
    expect(rows).toEqual([{ count: 3 }]);
  });

  it('products that vanished are not similar to anything, from the same moment', async () => {
    await importRows([A, C], { removal: 'UNAVAILABLE' });
    expect(await similarTo('a')).toEqual(['c']);
    await importRows([A, ['b', 'B', 'd.png', ''], C], { removal: 'UNAVAILABLE' });
    expect(await similarTo('a')).toEqual(['b', 'c']);
    await importRows([A, C], { removal: 'DELETE' });
    expect(await similarTo('a')).toEqual(['c']);
    await follow();
    expect(await services.database.prisma.image.count()).toBe(2);
  });

  it('a file that is put again while it is being removed stays', async () => {
    const { storage } = services;
    const { sha256, path } = await storage.put(await picture(79));
    const long = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(path, long, long);
    await storage.put(await picture(79));
    expect(await storage.removeIfOlder(sha256, new Date(Date.now() - 60_000))).toBe(false);
    expect(await storage.has(sha256)).toBe(true);
  });
});

const DUPLICATES = `query ($catalogId: ID, $kind: DuplicateKind, $dismissed: Boolean, $first: Int,
    $after: String) {
  duplicateImages(catalogId: $catalogId, kind: $kind, dismissed: $dismissed, first: $first,
      after: $after) {
    nodes { id kind difference dismissed
      image { products { externalId } } other { products { externalId } } }
    pageInfo { hasNextPage endCursor }
  }
  duplicateCounts(catalogId: $catalogId) { kind count }
}`;

type Side = { products: { externalId: string }[] };
interface Duplicates {
  duplicateImages: {
    nodes: { id: string; kind: string; difference: number; image: Side; other: Side }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
  duplicateCounts: { kind: string; count: number }[];
}

describe('duplicate images', () => {
  const rows = [
    ['first', 'Shirt', 'shirt.png', ''],
    ['second', 'Shirt, packed again', 'shirt-packed.jpg', ''],
    ['third', 'Shirt, the same file', 'shirt.png', ''],
    ['green', 'Shirt in green', 'shirt-green.png', ''],
    ['s', 'Variant', 'a.png', 'group'],
    ['m', 'Variant', 'a.png', 'group'],
  ];
  const ask = (variables: Record<string, unknown> = {}) =>
    api.data<Duplicates>(DUPLICATES, variables);
  const sides = ({ image, other }: { image: Side; other: Side }) =>
    [image, other]
      .map(({ products }) => products.map(({ externalId }) => externalId).sort())
      .sort();

  it('are found: one file of two products, and one picture in two files; no variants', async () => {
    await importRows(rows, { catalog: 'duplicates' });
    await follow();
    const catalog = await services.catalog.products.findCatalog('duplicates');
    const { duplicateImages, duplicateCounts } = await ask({ catalogId: catalog?.id });
    expect(duplicateImages.nodes.map(({ kind }) => kind)).toEqual(['SAME_FILE', 'SAME_PICTURE']);
    const [file, pair] = duplicateImages.nodes;
    expect(file && sides(file)).toEqual([
      ['first', 'third'],
      ['first', 'third'],
    ]);
    expect(pair && sides(pair)).toEqual([['first', 'third'], ['second']]);
    expect(duplicateCounts).toEqual([
      { kind: 'SAME_FILE', count: 1 },
      { kind: 'SAME_PICTURE', count: 1 },
    ]);
  });

  it('come page by page', async () => {
    const catalog = await services.catalog.products.findCatalog('duplicates');
    const first = await ask({ catalogId: catalog?.id, first: 1 });
    expect(first.duplicateImages.pageInfo.hasNextPage).toBe(true);
    const after = first.duplicateImages.pageInfo.endCursor;
    const second = await ask({ catalogId: catalog?.id, first: 1, after });
    expect(second.duplicateImages.nodes.map(({ kind }) => kind)).toEqual(['SAME_PICTURE']);
    expect(second.duplicateImages.pageInfo.hasNextPage).toBe(false);
    const { errors } = await api.ask(DUPLICATES, { after: 'nonsense' });
    expect(errors?.[0]?.extensions.code).toBe('BAD_INPUT');
  });

  it('that a person dismissed stay dismissed when everything is compared again', async () => {
    const catalogId = (await services.catalog.products.findCatalog('duplicates'))?.id;
    const { duplicateImages } = await ask({ catalogId, kind: 'SAME_PICTURE' });
    const id = duplicateImages.nodes[0]?.id;
    const dismiss = `mutation ($id: ID!, $dismissed: Boolean) {
      dismissDuplicate(id: $id, dismissed: $dismissed) { dismissed } }`;
    expect(await api.data(dismiss, { id })).toEqual({ dismissDuplicate: { dismissed: true } });
    await services.database.prisma.image.updateMany({ data: { comparedAt: null } });
    await services.catalog.duplicates.find();
    expect((await ask({ catalogId, kind: 'SAME_PICTURE' })).duplicateImages.nodes).toEqual([]);
    const dismissed = await ask({ catalogId, dismissed: true });
    expect(dismissed.duplicateImages.nodes.map((node) => node.id)).toEqual([id]);
    await api.data(dismiss, { id, dismissed: false });
    expect((await ask({ catalogId, kind: 'SAME_PICTURE' })).duplicateImages.nodes).toHaveLength(1);
    const { errors } = await api.ask(dismiss, { id: 'DuplicateImages_999999' });
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('are found among images that were stored before there were signatures', async () => {
    const { image, imageDuplicate } = services.database.prisma;
    await imageDuplicate.deleteMany();
    await image.updateMany({ data: { perceptualHash: null, miniature: null, comparedAt: null } });
    await services.catalog.duplicates.find();
    const catalogId = (await services.catalog.products.findCatalog('duplicates'))?.id;
    expect((await ask({ catalogId })).duplicateImages.nodes).toHaveLength(2);
    expect(await image.count({ where: { miniature: null } })).toBe(0);
  });
});
