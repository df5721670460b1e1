import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
let folder: string;
let images: string;

beforeAll(async () => {
  test = await testDatabase();
  const logger = createLogger(test.env);
  const jobs = createJobs(test.database, logger);
  const deps = { ...test, jobs, logger };
  catalog = createCatalogService({ ...deps, uploads: createUploadsService(deps) });
  folder = join(test.env.dataDir, 'import');
  images = await writeImages(join(folder, 'images'), {
    'red.jpg': await jpeg('#c00'),
    'blue.jpg': await jpeg('#00c'),
    'green.jpg': await jpeg('#0c0'),
    'cut.jpg': (await jpeg('#cc0', 400, 300)).subarray(0, 700),
    'empty.jpg': Buffer.alloc(0),
    'text.jpg': Buffer.from('this is no picture'),
  });
});
afterAll(() => test?.close());

const HEADER = ['id', 'title', 'brand', 'category', 'price', 'image', 'colour'];

async function importRows(name: string, rows: string[][], header = HEADER) {
  const path = await writeCsv(join(folder, `${name}.csv`), [header, ...rows]);
  const started = await catalog.imports.start({ catalog: name, path, imageDirectory: images });
  const run = await catalog.imports.execute(started.id);
  const issues = (await catalog.imports.issues(run.id, { first: 100 })).edges.map(
    ({ node }) => node,
  );
  return { run, issues };
}

async function productsOf(name: string) {
  const found = await catalog.products.findCatalog(name);
  const page = await catalog.products.page({ first: 100, filter: { catalogId: found?.id } });
  return page.edges.map(({ node }) => node);
}

describe('an import', () => {
  it('stores every row with its values, images and counts', async () => {
    const { run, issues } = await importRows('shop', [
      ['a', 'Red, "large" shirt', 'Acme', 'Shirts', '1,299.50 EUR', 'red.jpg|blue.jpg', 'Red'],
      ['b', 'Blue shoe', '', 'Shoes', '', 'blue.jpg', 'Blue'],
    ]);
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      rowsRead: 2,
      rowsTotal: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      failed: 0,
      imagesStored: 2,
      error: null,
    });
    expect(issues).toEqual([]);
    const products = await productsOf('shop');
    const shirt = products.find(({ externalId }) => externalId === 'a');
    expect(shirt).toMatchObject({
      title: 'Red, "large" shirt',
      brand: 'Acme',
      category: 'Shirts',
      currency: 'EUR',
      attributes: { category: 'Shirts', colour: 'Red' },
    });
    expect(shirt?.price?.toString()).toBe('1299.5');
    const links = (await catalog.images.ofProducts([shirt?.id ?? ''])).get(shirt?.id ?? '');
    expect(links?.map(({ position, name }) => [position, name])).toEqual([
      [0, 'red.jpg'],
      [1, 'blue.jpg'],
    ]);
    const stored = await catalog.images.byIds(links?.map(({ imageId }) => imageId) ?? []);
    for (const image of stored.values()) {
      expect(image).toMatchObject({ format: 'jpeg', width: 40, height: 30 });
      expect(await test.storage.has(image.sha256)).toBe(true);
    }
    const counts = await catalog.products.catalogCounts([shirt?.catalogId ?? '']);
    expect(counts.get(shirt?.catalogId ?? '')).toEqual({ products: 2, images: 2 });
  });

  it('says of each row that it could not take why, and takes the others', async () => {
    const { run, issues } = await importRows('defects', [
      ['ok', 'Fine', '', 'Shirts', '10', 'red.jpg', ''],
      ['', 'No id', '', '', '', 'red.jpg', ''],
      ['no-title', '', '', '', '', 'red.jpg', ''],
      ['ok', 'Same id again', '', '', '', 'blue.jpg', ''],
      ['wide', 'Too many fields', '', '', '', '', '', 'more'],
      ['price', 'Odd price', '', '', 'cheap', 'red.jpg', ''],
      ['missing', 'No such image', '', '', '', 'nowhere.jpg', ''],
      ['empty', 'Empty image', '', '', '', 'empty.jpg', ''],
      ['cut', 'Truncated image', '', '', '', 'cut.jpg', ''],
      ['text', 'Not an image', '', '', '', 'text.jpg', ''],
      ['outside', 'Leads out', '', '', '', '../shop.csv', ''],
      ['remote', 'Address', '', '', '', 'http://127.0.0.1/a.jpg', ''],
      ['nul', 'Bad\0character', '', '', '', '', ''],
    ]);
    expect(issues.map(({ row, code, externalId }) => [row, code, externalId])).toEqual([
      [3, 'MISSING_VALUE', null],
      [4, 'MISSING_VALUE', 'no-title'],
      [5, 'DUPLICATE_ID', 'ok'],
      [6, 'WRONG_FIELD_COUNT', 'wide'],
      [7, 'BAD_PRICE', 'price'],
      [8, 'IMAGE_MISSING', 'missing'],
      [9, 'IMAGE_EMPTY', 'empty'],
      [10, 'IMAGE_CORRUPT', 'cut'],
      [11, 'IMAGE_UNSUPPORTED', 'text'],
      [12, 'IMAGE_PATH_OUTSIDE', 'outside'],
      [13, 'IMAGE_ADDRESS_REFUSED', 'remote'],
      [14, 'BAD_CHARACTER', 'nul'],
    ]);
    // Paths of the server are nobody's business.
    for (const { message } of issues) expect(message).not.toContain(test.env.dataDir);
    expect(run).toMatchObject({ status: 'SUCCEEDED', rowsRead: 13, created: 8, failed: 5 });
    expect(run.created + run.updated + run.unchanged + run.failed).toBe(run.rowsRead);
    const products = await productsOf('defects');
    expect(products.map(({ externalId }) => externalId).sort()).toEqual(
      ['cut', 'empty', 'missing', 'ok', 'outside', 'price', 'remote', 'text'].sort(),
    );
    const images = await catalog.images.ofProducts(products.map(({ id }) => id));
    expect([...images.values()].flat().map(({ name }) => name)).toEqual(['red.jpg', 'red.jpg']);
  });

  it('skips unchanged rows, updates changed ones, and tries failed images again', async () => {
    const rows = [
      ['a', 'Stays', '', 'Shirts', '', 'red.jpg', ''],
      ['b', 'Changes', '', 'Shirts', '', 'blue.jpg', ''],
      ['c', 'Lacks its image', '', 'Shirts', '', 'later.jpg', ''],
    ];
    await importRows('again', rows);
    const before = await productsOf('again');
    const same = await importRows('again', rows);
    expect(same.run).toMatchObject({ created: 0, updated: 0, unchanged: 3, imagesStored: 0 });
    expect(same.issues.map(({ code }) => code)).toEqual(['IMAGE_MISSING']);

    await writeImages(images, { 'later.jpg': await jpeg('#0cc') });
    const changed = rows.map(([id = '', title = '', ...rest]) => [
      id,
      title.replace('Changes', 'Changed'),
      ...rest,
    ]);
    const second = await importRows('again', changed);
    expect(second.run).toMatchObject({ created: 0, updated: 2, unchanged: 1, imagesStored: 1 });
    expect(second.issues).toEqual([]);
    const after = await productsOf('again');
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.find(({ externalId }) => externalId === 'b')?.title).toBe('Changed');
  });

  it('keeps images when a later feed comes without its folder', async () => {
    const rows = [['a', 'Shirt', '', 'Shirts', '10', 'red.jpg', '']];
    await importRows('prices', rows);
    const path = await writeCsv(join(folder, 'prices.csv'), [
      HEADER,
      ['a', 'Shirt', '', 'Shirts', '12', '', ''],
    ]);
    const { id } = await catalog.imports.start({ catalog: 'prices', path });
    expect(await catalog.imports.execute(id)).toMatchObject({ updated: 1, failed: 0 });
    const [product] = await productsOf('prices');
    expect(product?.price?.toString()).toBe('12');
    const links = await catalog.images.ofProducts([product?.id ?? '']);
    expect(links.get(product?.id ?? '')?.map(({ name }) => name)).toEqual(['red.jpg']);
  });
});

/** Enough rows for several batches. */
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => [
    `p${i}`,
    `Product ${i}`,
    '',
    'Shirts',
    '',
    'red.jpg',
    '',
  ]);

describe('an import that is interrupted', () => {
  it('stops when it is cancelled, keeps what was applied and says so', async () => {
    const path = await writeCsv(join(folder, 'cancelled.csv'), [HEADER, ...many(1200)]);
    const started = await catalog.imports.start({
      catalog: 'cancelled',
      path,
      imageDirectory: images,
    });
    const ended = catalog.imports.execute(started.id, {
      onProgress: () => void catalog.imports.cancel(started.id),
    });
    await expect(ended).rejects.toMatchObject({ code: 'CANCELLED' });
    const run = await catalog.imports.require(started.id);
    expect(run.status).toBe('CANCELLED');
    expect(run.rowsRead).toBeGreaterThan(0);
    expect(run.rowsRead).toBeLessThan(1200);
    const counts = await catalog.products.catalogCounts([run.catalogId]);
    expect(counts.get(run.catalogId)?.products).toBe(run.created);
  });

  it('goes on after its last batch in the next worker, with nothing twice and nothing lost', async () => {
    const rows = many(1200);
    rows.push(['p3', 'Duplicate of a row read before the interruption', '', '', '', '', '']);
    const path = await writeCsv(join(folder, 'resumed.csv'), [HEADER, ...rows]);
    const started = await catalog.imports.start({
      catalog: 'resumed',
      path,
      imageDirectory: images,
    });
    const stop = new AbortController();
    const options = {
      signal: stop.signal,
      onAbort: 'requeue' as const,
      onProgress: () => stop.abort(),
    };
    await expect(catalog.imports.execute(started.id, options)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    const interrupted = await catalog.imports.require(started.id);
    expect(interrupted).toMatchObject({ status: 'QUEUED', rowsRead: 250, created: 250 });

    expect(await catalog.imports.execute(started.id)).toMatchObject({
      status: 'SUCCEEDED',
      rowsRead: 1201,
      created: 1200,
      unchanged: 0,
      failed: 1,
    });
    const { edges } = await catalog.imports.issues(started.id, {});
    expect(edges.map(({ node }) => [node.row, node.code])).toEqual([[1202, 'DUPLICATE_ID']]);
  });

  it('is run by one process at a time', async () => {
    const path = await writeCsv(join(folder, 'twice.csv'), [HEADER, ...many(600)]);
    const started = await catalog.imports.start({
      catalog: 'twice',
      path,
      imageDirectory: images,
    });
    const both = await Promise.allSettled([
      catalog.imports.execute(started.id),
      catalog.imports.execute(started.id),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'CONFLICT' },
    });
    expect(await catalog.imports.require(started.id)).toMatchObject({ created: 600 });
  });
});

describe('a request to import', () => {
  const start = (input: object) =>
    catalog.imports.start({ catalog: 'refused', imageDirectory: images, ...input });

  it('is refused at once, before anything is written, when a mapped column is missing', async () => {
    const path = await writeCsv(join(folder, 'columns.csv'), [
      ['id', 'title'],
      ['a', 'A'],
    ]);
    const mapping = { externalId: 'id', title: 'title', price: 'prize' };
    await expect(start({ path, mapping })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('no column "prize"'),
      details: { field: 'mapping.price', column: 'prize' },
    });
    expect(await catalog.products.findCatalog('refused')).toBeNull();
  });

  it('fails its run when the file loses a column before the work begins', async () => {
    const path = await writeCsv(join(folder, 'changed.csv'), [
      ['id', 'title', 'price'],
      ['a', 'A', '1'],
    ]);
    const { id } = await catalog.imports.start({ catalog: 'changed', path });
    await writeCsv(path, [
      ['id', 'title'],
      ['a', 'A'],
    ]);
    await expect(catalog.imports.execute(id)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const run = await catalog.imports.require(id);
    expect(run).toMatchObject({ status: 'FAILED', errorCode: 'BAD_INPUT', rowsRead: 0 });
    expect(run.error).toContain('no column "price"');
    expect(await productsOf('changed')).toEqual([]);
  });

  it('fails its run before any row is written when the end of the file is no CSV', async () => {
    const path = join(folder, 'broken.csv');
    const good = Array.from({ length: 20_000 }, (_, i) => `p${i},Product ${i}\n`).join('');
    await writeFile(path, `id,title\n${good}b,"never closed\n`);
    const { id } = await catalog.imports.start({ catalog: 'broken', path });
    await expect(catalog.imports.execute(id)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('not valid CSV'),
    });
    expect(await productsOf('broken')).toEqual([]);
  });

  it.each([
    ['no feed', {}, 'path'],
    ['two feeds', { path: 'a', uploadId: '01a20ba0-3791-768e-8786-16c0a391f138' }, 'path'],
    ['a catalog without name', { catalog: ' ', path: 'a' }, 'catalog'],
    ['a feed that is not there', { path: 'nowhere.csv' }, 'path'],
    ['a system file', { path: '/etc/passwd' }, 'path'],
  ])('with %s is refused', async (_what, input, field) => {
    await expect(start(input)).rejects.toMatchObject({ code: 'BAD_INPUT', details: { field } });
  });

  it('does not follow a link out of the import folders, unless the operator asks', async () => {
    const outside = join(test.env.dataDir, 'private');
    await mkdir(outside, { recursive: true });
    const secret = await writeCsv(join(outside, 'secret.csv'), [
      ['id', 'title'],
      ['a', 'A'],
    ]);
    const link = join(folder, 'link.csv');
    await symlink(secret, link);
    await expect(start({ path: link })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(start({ path: join(folder, '../private/secret.csv') })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    const trusted = await start({ path: secret, trusted: true, catalog: 'trusted' });
    expect((await catalog.imports.execute(trusted.id)).created).toBe(1);
  });

  it('for an unknown run is NOT_FOUND', async () => {
    const id = '01a20ba0-3791-768e-8786-16c0a391f138';
    await expect(catalog.imports.execute(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(catalog.imports.cancel(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('deleting a catalog', () => {
  it('removes its products and the images that nothing else uses, rows and files', async () => {
    await writeImages(images, { 'own.jpg': await jpeg('#123456') });
    await importRows('kept', [['a', 'A', '', '', '', 'red.jpg', '']]);
    await importRows('gone', [
      ['a', 'A', '', '', '', 'red.jpg', ''],
      ['b', 'B', '', '', '', 'own.jpg', ''],
    ]);
    const gone = await catalog.products.findCatalog('gone');
    const products = await productsOf('gone');
    const links = [
      ...(await catalog.images.ofProducts(products.map(({ id }) => id))).values(),
    ].flat();
    const byName = new Map(links.map(({ name, imageId }) => [name, imageId]));
    const stored = await catalog.images.byIds([...byName.values()]);
    await catalog.products.deleteCatalog(gone?.id ?? '');
    expect(await catalog.products.findCatalog('gone')).toBeNull();
    const own = stored.get(byName.get('own.jpg') ?? '');
    const red = stored.get(byName.get('red.jpg') ?? '');
    expect(await test.storage.has(own?.sha256 ?? '')).toBe(false);
    expect(await test.storage.has(red?.sha256 ?? '')).toBe(true);
    expect((await catalog.images.byIds([...stored.keys()])).size).toBe(1);
    expect(await productsOf('kept')).toHaveLength(1);
  });
});

describe('the image store after all of this', () => {
  it('holds whole files only, none of them half written', async () => {
    const names = await readdir(join(test.env.dataDir, 'images'), { recursive: true });
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
