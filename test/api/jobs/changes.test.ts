import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestServices, testServices } from '../../support/services.ts';
import { picture, tinyCheckpoint } from '../embeddings/tinyModel.ts';

const WORKER = fileURLToPath(new URL('../../../apps/api/src/worker.ts', import.meta.url));

let test: TestServices;
let worker: ChildProcess | undefined;
let server: Server;
let address: string;
let checkpoint: string;
/** What the shop sells at the moment. */
let feed: string;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' }).end(feed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  address = `http://${host}/feed.csv`;
  checkpoint = await tinyCheckpoint();
  test = await testServices({ jobs: true, variables: { FETCH_ALLOW_HOSTS: host } });
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  server?.close();
  await test?.close();
  await rm(checkpoint, { recursive: true, force: true });
});

async function feedOf(...ids: string[]): Promise<string> {
  const rows = ids.map(async (id) => {
    const bytes = await picture(id.charCodeAt(0));
    return `${id},Product ${id},"data:image/png;base64,${bytes.toString('base64')}"`;
  });
  return ['id,title,image', ...(await Promise.all(rows))].join('\n');
}

/** Ids of the products that are similar to the first one. */
async function similarToA(): Promise<string[]> {
  const { catalog, similar } = test.services;
  const shop = await catalog.products.findCatalog('shop');
  const { edges } = await catalog.products.page({ filter: { catalogId: shop?.id } });
  const a = edges.find(({ node }) => node.externalId === 'a');
  if (!a) return [];
  const found = await similar.similarProducts({ productId: a.node.id, first: 10 });
  return found.edges.map(({ node }) => node.externalId).sort();
}

describe('a worker with a source that is due', () => {
  it('imports its feed, and when that has changed also embeds what is new', async () => {
    const { catalog, embeddings, database } = test.services;
    feed = await feedOf('a', 'b', 'c');
    const { id } = await catalog.sources.create({
      ...{ catalog: 'shop', address, everyMinutes: 60, removal: 'DELETE' },
      mapping: { externalId: 'id', title: 'title', images: ['image'] },
    });
    const env = { ...process.env, ...test.variables };
    worker = spawn(process.execPath, [WORKER], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const lastStatus = async () => (await catalog.sources.require(id)).lastRun?.status;
    await expect.poll(lastStatus, { interval: 250 }).toBe('SUCCEEDED');
    const model = await embeddings.models.register({
      name: 'tiny',
      checkpointDirectory: checkpoint,
    });
    await embeddings.runs.embed((await embeddings.runs.create(model.id, true)).id);
    expect(await similarToA()).toEqual(['b', 'c']);

    feed = await feedOf('a', 'c', 'd');
    await catalog.sources.enqueue(id);
    await expect.poll(similarToA, { interval: 250 }).toEqual(['c', 'd']);
    // With b went the image that only it had.
    await expect.poll(() => database.prisma.image.count()).toBe(3);
    const source = await catalog.sources.require(id);
    expect(source).toMatchObject({ lastOutcome: 'IMPORTED', error: null });
    expect(source.lastRun).toMatchObject({ status: 'SUCCEEDED', created: 1, removed: 1 });
    worker.kill('SIGTERM');
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });
});
