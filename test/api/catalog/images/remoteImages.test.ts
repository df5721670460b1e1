import { createHash } from 'node:crypto';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CatalogService,
  createCatalogService,
} from '../../../../apps/api/src/catalog/service.ts';
import { createJobs } from '../../../../apps/api/src/jobs/queue.ts';
import { createLogger } from '../../../../apps/api/src/logger.ts';
import { createUploadsService } from '../../../../apps/api/src/uploads/service.ts';
import { type TestDatabase, testDatabase } from '../../../support/database.ts';
import { jpeg, writeCsv } from '../../../support/feed.ts';
import { fetcherFor, serve, type TestServer } from '../../fetch/servers.ts';

let test: TestDatabase;
let folder: string;
let now = new Date('2026-11-01T12:00:00Z');
beforeAll(async () => {
  test = await testDatabase();
  folder = join(test.env.dataDir, 'import');
  await import('node:fs/promises').then(({ mkdir }) => mkdir(folder, { recursive: true }));
});
afterAll(() => test?.close());

/** What the shop's server has, by path; undefined: 404; a number: that status. */
let shop: Record<string, { bytes: Buffer | string; etag?: string; type?: string } | number>;
let server: TestServer;
let catalog: CatalogService;

beforeEach(async () => {
  shop = {};
  server = await serve((request, response) => {
    const found = shop[request.url ?? ''] ?? 404;
    if (typeof found === 'number') return response.writeHead(found).end();
    const etag = found.etag;
    if (etag && request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    const headers = { 'content-type': found.type ?? 'image/jpeg', ...(etag ? { etag } : {}) };
    response.writeHead(200, headers).end(found.bytes);
  });
  const { fetcher } = fetcherFor({ ports: [server.port], limits: { attempts: 1 } });
  const logger = createLogger(test.env);
  const deps = { ...test, jobs: createJobs(test.database, logger), logger, clock: () => now };
  catalog = createCatalogService({ ...deps, uploads: createUploadsService(deps), fetcher });
});

const at = (path: string) => `http://shop.test:${server.port}${path}`;

async function importRows(name: string, rows: string[][]) {
  const path = await writeCsv(join(folder, `${name}.csv`), [['id', 'title', 'image'], ...rows]);
  const run = await catalog.imports.execute(
    (await catalog.imports.start({ catalog: name, path })).id,
  );
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

async function referencesOf(name: string) {
  const products = await productsOf(name);
  const references = await catalog.images.referencesOf(products.map(({ id }) => id));
  return new Map(products.map(({ id, externalId }) => [externalId, references.get(id) ?? []]));
}

async function imagesOf(name: string, externalId: string) {
  const product = (await productsOf(name)).find((each) => each.externalId === externalId);
  const links = (await catalog.images.ofProducts([product?.id ?? ''])).get(product?.id ?? '') ?? [];
  const images = await catalog.images.byIds(links.map(({ imageId }) => imageId));
  return links.map(({ imageId, name: file }) => ({ name: file, ...images.get(imageId) }));
}

describe('images at addresses', () => {
  it('stop being fetched seconds after the import is cancelled, and leave no file', async () => {
    const quick = await jpeg('#123', 44, 33);
    const slow = await serve((request, response) => {
      if (request.url === '/quick.jpg') response.end(quick);
      // All others are never answered: without the wish to stop this takes until the time limit.
    });
    const { fetcher } = fetcherFor({
      ports: [slow.port],
      limits: { attempts: 1, headersMs: 60_000, totalMs: 60_000 },
    });
    const logger = createLogger(test.env);
    const deps = { ...test, jobs: createJobs(test.database, logger), logger, fetcher };
    const stopped = createCatalogService({ ...deps, uploads: createUploadsService(deps) });
    const rows = ['quick', 'one', 'two'].map((name) => [
      name,
      name,
      `http://shop.test:${slow.port}/${name}.jpg`,
    ]);
    const path = await writeCsv(join(folder, 'stopped.csv'), [['id', 'title', 'image'], ...rows]);
    const { id } = await stopped.imports.start({ catalog: 'stopped', path });
    const running = stopped.imports.execute(id);
    await Promise.all([
      expect(running).rejects.toMatchObject({ code: 'CANCELLED' }),
      expect
        .poll(() => slow.seen.length, { timeout: 5000 })
        .toBe(3)
        .then(() => {
          return stopped.imports.cancel(id);
        }),
    ]);
    const run = await stopped.imports.require(id);
    expect(run).toMatchObject({ status: 'CANCELLED', rowsRead: 0, created: 0 });
    const sha256 = createHash('sha256').update(quick).digest('hex');
    expect(await test.storage.has(sha256)).toBe(false);
  });

  it('are fetched, each once, and what became of each is noted', async () => {
    shop['/a.jpg'] = { bytes: await jpeg('#c00'), etag: '"a1"' };
    shop['/page'] = { bytes: '<html>not found</html>', type: 'image/jpeg' };
    shop['/cut.jpg'] = { bytes: (await jpeg('#0c0', 400, 300)).subarray(0, 700) };
    shop['/busy.jpg'] = 503;
    const { run, issues } = await importRows('remote', [
      ['a', 'Two', `${at('/a.jpg')}|${at('/gone.jpg')}`],
      ['b', 'Shares', at('/a.jpg')],
      ['c', 'Lies about its type', at('/page')],
      ['d', 'Truncated', at('/cut.jpg')],
      ['e', 'Busy', at('/busy.jpg')],
      ['f', 'Inside', 'http://169.254.169.254/latest/meta-data/'],
      ['g', 'Other scheme', 'ftp://shop.test/a.jpg'],
    ]);
    expect(run).toMatchObject({ status: 'SUCCEEDED', created: 7, imagesStored: 1 });
    expect(issues.map(({ row, code }) => [row, code])).toEqual([
      [2, 'IMAGE_NOT_FOUND'],
      [4, 'IMAGE_UNSUPPORTED'],
      [5, 'IMAGE_CORRUPT'],
      [6, 'IMAGE_FETCH_FAILED'],
      [7, 'IMAGE_ADDRESS_REFUSED'],
      [8, 'IMAGE_ADDRESS_REFUSED'],
    ]);
    expect(server.seen.filter((line) => line === 'GET /a.jpg')).toHaveLength(1);
    const references = await referencesOf('remote');
    expect(references.get('a')).toMatchObject([
      { source: at('/a.jpg'), status: 'STORED', etag: '"a1"', code: null, attempts: 0 },
      { source: at('/gone.jpg'), status: 'FAILED', code: 'IMAGE_NOT_FOUND', attempts: 1 },
    ]);
    const [first] = await imagesOf('remote', 'a');
    expect(first).toMatchObject({ name: at('/a.jpg'), format: 'jpeg', width: 40, height: 30 });
  });

  it('are asked for again only when that is due, and only changed ones are taken anew', async () => {
    shop['/a.jpg'] = { bytes: await jpeg('#c00'), etag: '"a1"' };
    shop['/b.jpg'] = { bytes: await jpeg('#00c'), etag: '"b1"' };
    const rows = [
      ['a', 'Stays', at('/a.jpg')],
      ['b', 'Changes', at('/b.jpg')],
      ['c', 'Shares what changes', at('/b.jpg')],
    ];
    await importRows('again', rows);
    const [before] = await imagesOf('again', 'b');
    server.seen.length = 0;
    expect((await importRows('again', rows)).run).toMatchObject({ unchanged: 3, imagesStored: 0 });
    expect(server.seen).toEqual([]);

    now = new Date(now.getTime() + 25 * 60 * 60 * 1000);
    shop['/b.jpg'] = { bytes: await jpeg('#0cc'), etag: '"b2"' };
    const { run } = await importRows('again', rows);
    expect(run).toMatchObject({ unchanged: 1, updated: 2, imagesStored: 1 });
    expect(server.seen.toSorted()).toEqual(['GET /a.jpg', 'GET /b.jpg']);
    const [after] = await imagesOf('again', 'b');
    expect(after?.sha256).not.toBe(before?.sha256);
    expect((await imagesOf('again', 'c'))[0]?.sha256).toBe(after?.sha256);

    server.seen.length = 0;
    await importRows('again', rows);
    expect(server.seen).toEqual([]);
  });

  it('that fail are tried again by the next import, and counted', async () => {
    shop['/a.jpg'] = 500;
    const rows = [['a', 'Late', at('/a.jpg')]];
    await importRows('late', rows);
    await importRows('late', rows);
    expect((await referencesOf('late')).get('a')).toMatchObject([
      { status: 'FAILED', code: 'IMAGE_FETCH_FAILED', attempts: 2 },
    ]);
    shop['/a.jpg'] = { bytes: await jpeg('#c0c') };
    const { run, issues } = await importRows('late', rows);
    expect(run).toMatchObject({ updated: 1, imagesStored: 1 });
    expect(issues).toEqual([]);
    expect((await referencesOf('late')).get('a')).toMatchObject([
      { status: 'STORED', code: null, attempts: 0 },
    ]);
  });

  it('that fail for now are kept, that are gone go', async () => {
    shop['/a.jpg'] = { bytes: await jpeg('#660') };
    shop['/b.jpg'] = { bytes: await jpeg('#066') };
    const rows = [
      ['a', 'Busy later', at('/a.jpg')],
      ['b', 'Gone later', at('/b.jpg')],
    ];
    await importRows('kept', rows);
    now = new Date(now.getTime() + 25 * 60 * 60 * 1000);
    shop = { '/a.jpg': 503 };
    const { issues } = await importRows('kept', rows);
    expect(issues.map(({ code }) => code)).toEqual(['IMAGE_FETCH_FAILED', 'IMAGE_NOT_FOUND']);
    expect(await imagesOf('kept', 'a')).toHaveLength(1);
    expect(await imagesOf('kept', 'b')).toEqual([]);
  });

  it('stay when a later feed names none', async () => {
    shop['/a.jpg'] = { bytes: await jpeg('#123') };
    await importRows('prices', [['a', 'Shirt', at('/a.jpg')]]);
    await importRows('prices', [['a', 'Shirt, cheaper', '']]);
    expect(await imagesOf('prices', 'a')).toHaveLength(1);
  });
});

describe('images written into the feed', () => {
  it('are taken, and named by a hash', async () => {
    const png = await sharp(await jpeg('#c00'))
      .png()
      .toBuffer();
    const { run, issues } = await importRows('inline', [
      ['a', 'Inline', `data:image/png;base64,${png.toString('base64')}`],
      ['b', 'Broken', 'data:image/png;base64,???'],
      ['c', 'Empty', 'data:;base64,=='],
      ['d', 'Text', 'data:text/plain,hello'],
    ]);
    expect(run).toMatchObject({ created: 4, imagesStored: 1 });
    expect(issues.map(({ code }) => code)).toEqual([
      'IMAGE_CORRUPT',
      'IMAGE_EMPTY',
      'IMAGE_UNSUPPORTED',
    ]);
    const [image] = await imagesOf('inline', 'a');
    expect(image).toMatchObject({
      format: 'png',
      name: expect.stringMatching(/^data:[0-9a-f]{32}$/),
    });
  });
});
