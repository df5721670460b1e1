import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CatalogService,
  createCatalogService,
} from '../../../../apps/api/src/catalog/service.ts';
import { createJobs, type Jobs, type QueueName } from '../../../../apps/api/src/jobs/queue.ts';
import { createLogger } from '../../../../apps/api/src/logger.ts';
import { createUploadsService } from '../../../../apps/api/src/uploads/service.ts';
import { type TestDatabase, testDatabase } from '../../../support/database.ts';
import { fetcherFor, serve, type TestServer } from '../../fetch/servers.ts';

let test: TestDatabase;
let catalog: CatalogService;
let server: TestServer;
let feed: { body: string; etag?: string } | number;
let now: Date;
/** What was sent to the worker. */
let sent: [QueueName, string][];

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test?.close());
beforeEach(async () => {
  now = new Date('2026-11-01T12:00:00Z');
  sent = [];
  feed = { body: 'id,title\n1,One\n', etag: '"1"' };
  server = await serve((request, response) => {
    if (typeof feed === 'number') return response.writeHead(feed).end();
    const { etag, body } = feed;
    if (etag && request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    response.writeHead(200, { 'content-type': 'text/csv', ...(etag ? { etag } : {}) }).end(body);
  });
  const { fetcher } = fetcherFor({ ports: [server.port], limits: { attempts: 1 } });
  const logger = createLogger(test.env);
  const jobs: Jobs = {
    ...createJobs(test.database, logger),
    send: async (queue, { id }) => void sent.push([queue, id]),
  };
  const env = { ...test.env, fetchAllowHosts: [{ host: 'shop.test', port: server.port }] };
  const deps = { ...test, env, jobs, logger, clock: () => now };
  catalog = createCatalogService({ ...deps, uploads: createUploadsService(deps), fetcher });
});

const address = () => `http://shop.test:${server.port}/feed.csv`;
const create = (name: string) =>
  catalog.sources.create({ catalog: name, address: address(), everyMinutes: 60 });

/** Runs a source, and the import that it starts. */
async function run(id: string) {
  const source = await catalog.sources.fetch(id);
  if (source.lastRun?.status === 'QUEUED') await catalog.imports.execute(source.lastRun.id);
  return catalog.sources.require(id);
}

describe('a source', () => {
  it('imports its feed, and does nothing while that is unchanged', async () => {
    const { id } = await create('shop');
    const first = await run(id);
    expect(first).toMatchObject({ lastOutcome: 'IMPORTED', error: null });
    expect(first.lastRun).toMatchObject({ status: 'SUCCEEDED', created: 1, address: address() });
    const second = await run(id);
    expect(second).toMatchObject({ lastOutcome: 'UNCHANGED', lastRunId: first.lastRunId });
    feed = { body: 'id,title\n1,One\n2,Two\n', etag: '"2"' };
    const third = await run(id);
    expect(third.lastRunId).not.toBe(first.lastRunId);
    expect(third.lastRun).toMatchObject({ created: 1, unchanged: 1 });
  });

  it('knows an unchanged feed by its content when the server says nothing of it', async () => {
    feed = { body: 'id,title\n1,One\n' };
    const { id } = await create('silent');
    const first = await run(id);
    expect(await run(id)).toMatchObject({ lastOutcome: 'UNCHANGED', lastRunId: first.lastRunId });
  });

  it('says what went wrong, and tries again', async () => {
    feed = 500;
    const { id } = await create('broken');
    await expect(run(id)).rejects.toMatchObject({ code: 'FETCH_FAILED' });
    expect(await catalog.sources.require(id)).toMatchObject({
      ...{ lastOutcome: 'FAILED', errorCode: 'FETCH_FAILED', lastRun: null, lastAt: now },
      error: expect.stringContaining('answers 500'),
    });
    feed = { body: 'id,title\n1,One\n' };
    expect(await run(id)).toMatchObject({ lastOutcome: 'IMPORTED', errorCode: null, error: null });
  });

  it('starts no second import beside one that is under way', async () => {
    const { id } = await create('busy');
    const { lastRunId } = await catalog.sources.fetch(id);
    feed = { body: 'id,title\n9,Nine\n' };
    expect((await catalog.sources.fetch(id)).lastRunId).toBe(lastRunId);
  });

  it('is due at once and then at its times, unless it is paused', async () => {
    const { id } = await create('timed');
    const paused = await create('paused');
    await catalog.sources.update(paused.id, { enabled: false });
    await catalog.sources.enqueueDue();
    const asked = () => sent.filter(([queue]) => queue === 'catalog.source').map(([, of]) => of);
    expect(asked()).toContain(id);
    expect(asked()).not.toContain(paused.id);
    sent.length = 0;
    await catalog.sources.enqueueDue();
    expect(asked()).not.toContain(id);
    // Due several times over, it is run once.
    now = new Date(now.getTime() + 5 * 60 * 60_000);
    await catalog.sources.enqueueDue();
    await catalog.sources.enqueueDue();
    expect(asked().filter((of) => of === id)).toHaveLength(1);
  });

  it('can be run now, and removed; what it imported stays', async () => {
    const { id } = await create('removed');
    await run(id);
    sent.length = 0;
    await catalog.sources.enqueue(id);
    expect(sent).toEqual([['catalog.source', id]]);
    await catalog.sources.delete(id);
    await expect(catalog.sources.require(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const kept = await catalog.products.findCatalog('removed');
    expect(
      (await catalog.products.catalogCounts([kept?.id ?? ''])).get(kept?.id ?? '')?.products,
    ).toBe(1);
  });

  it.each([
    ['an address inside', { address: 'http://169.254.169.254/feed.csv' }, 'ADDRESS_REFUSED'],
    ['a file', { address: 'file:///etc/passwd' }, 'ADDRESS_REFUSED'],
    ['no address', { address: 'feed.csv' }, 'ADDRESS_INVALID'],
    ['an interval too short', { everyMinutes: 1 }, 'BAD_INPUT'],
    ['an interval that is no number', { everyMinutes: Number.NaN }, 'BAD_INPUT'],
    ['no catalog', { catalog: ' ' }, 'BAD_INPUT'],
  ])('with %s is refused', async (_what, change, code) => {
    const input = { catalog: 'refused', address: address(), everyMinutes: 60, ...change };
    await expect(catalog.sources.create(input)).rejects.toMatchObject({ code });
    expect(await catalog.products.findCatalog('refused')).toBeNull();
  });

  it('is made once for a catalog and an address', async () => {
    await create('once');
    await expect(create('once')).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
