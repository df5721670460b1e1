import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteOldFeeds } from '../../../../apps/api/src/catalog/feeds/files/deleteOldFeeds.ts';
import { createCatalogService } from '../../../../apps/api/src/catalog/service.ts';
import { type TestServices, testServices } from '../../../support/services.ts';
import { fetcherFor, serve } from '../../fetch/servers.ts';

let test: TestServices;
beforeAll(async () => {
  test = await testServices();
});
afterAll(() => test?.close());

/** A shop whose feed the test can change, and services that may reach it. */
async function shop() {
  const state = { feed: 'id,title\n1,Shirt\n', transfers: 0 };
  const server = await serve((request, response) => {
    const etag = `"${createHash('sha256').update(state.feed).digest('hex')}"`;
    if (request.url !== '/feed.csv') response.writeHead(404).end();
    else if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else {
      state.transfers += 1;
      response.writeHead(200, { etag, 'content-type': 'text/csv' }).end(state.feed);
    }
  });
  const { fetcher } = fetcherFor({ ports: [server.port] });
  const address = `http://shop.test:${server.port}/feed.csv`;
  return { state, address, catalog: createCatalogService({ ...test.services, fetcher }) };
}

describe('a feed at an address', () => {
  it('is fetched once for the steps of an import, and again when it changed', async () => {
    const { state, address, catalog } = await shop();
    const analysis = await catalog.feeds.analyze({ address });
    expect(analysis).toMatchObject({ format: 'CSV', previews: [{ product: { title: 'Shirt' } }] });
    const plan = await catalog.imports.plan({ catalog: 'remote', address });
    await catalog.imports.execute(plan.id);
    const { id } = await catalog.imports.confirm(plan.id);
    expect(await catalog.imports.execute(id)).toMatchObject({ created: 1, address });
    expect(state.transfers).toBe(1);

    state.feed = 'id,title\n1,Shirt\n2,Shoe\n';
    const next = await catalog.imports.start({ catalog: 'remote', address });
    expect(await catalog.imports.execute(next.id)).toMatchObject({ created: 1, unchanged: 1 });
    expect(state.transfers).toBe(2);
  });

  it('is found unchanged for a week, while older copies go after a day', async () => {
    const { state, address, catalog } = await shop();
    const { feedsDir } = test.services.storage;
    const copies = async () => (await readdir(feedsDir)).filter((name) => name.endsWith('.feed'));
    const before = await copies();
    await catalog.feeds.analyze({ address });
    state.feed = 'id,title\n1,Trousers\n';
    await catalog.feeds.analyze({ address });
    expect(await copies()).toHaveLength(before.length + 2);
    const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000);
    await deleteOldFeeds(feedsDir, days(7));
    await catalog.feeds.analyze({ address });
    expect(state.transfers).toBe(2);
    await deleteOldFeeds(feedsDir, days(9));
    expect(await readdir(feedsDir)).toEqual([]);
  });

  it('is fetched again when its copy is gone before the work begins', async () => {
    const { state, address, catalog } = await shop();
    const { id } = await catalog.imports.start({ catalog: 'gone', address });
    await rm(test.services.storage.feedsDir, { recursive: true });
    expect(await catalog.imports.execute(id)).toMatchObject({ status: 'SUCCEEDED', created: 1 });
    expect(state.transfers).toBe(2);
  });

  it('that can not be had is refused before anything is written', async () => {
    const { address, catalog } = await shop();
    const start = (from: string) => catalog.imports.start({ catalog: 'none', address: from });
    await expect(start(address.replace('feed.csv', 'other'))).rejects.toMatchObject({
      code: expect.stringMatching(/^FETCH_/),
    });
    await expect(start('http://127.0.0.1/feed.csv')).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
    await expect(start('file:///etc/passwd')).rejects.toMatchObject({
      code: expect.stringMatching(/^ADDRESS_/),
    });
    expect(await catalog.products.findCatalog('none')).toBeNull();
    const left = await readdir(test.services.storage.feedsDir);
    expect(left.filter((name) => name.includes('tmp'))).toEqual([]);
  });
});
