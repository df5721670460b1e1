/** What a client may hold open, and for how long. */
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertModel } from '../embeddings/rows.ts';
import { type TestApi, testApi } from './api.ts';

/** Long enough that a busy machine is not taken for a slow client. */
const TIMEOUT_MS = 1_500;

describe('what a client holds open', () => {
  let api: TestApi;
  let subscription: string;
  beforeAll(async () => {
    api = await testApi({ REQUEST_TIMEOUT_MS: String(TIMEOUT_MS), MAX_STREAMS: '2' });
    const model = await insertModel(api.services.database, 4);
    const run = await api.services.embeddings.runs.create(model.id);
    subscription = `subscription { embedRun(id: "${run.id}") { status } }`;
  });
  afterAll(() => api.close());

  const stream = (body: unknown, signal?: AbortSignal) =>
    fetch(`${api.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });

  it.each([
    ['null', null, 'body'],
    ['a list', [{ query: '{ a }' }], 'body'],
    ['a number', 7, 'body'],
    ['nothing to do', {}, 'query'],
    ['variables that are none', { query: '{ a }', variables: 'x' }, 'variables'],
  ])('answers at once to a stream asked for with %s', async (_name, body, field) => {
    const response = await stream(body);
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toContain('BAD_INPUT');
    expect(text).toContain(`"field":"${field}"`);
  });

  it('refuses one stream more than there may be, until another ends', async () => {
    const first = new AbortController();
    const rest = new AbortController();
    const opened = [await stream({ query: subscription }, first.signal)];
    opened.push(await stream({ query: subscription }, rest.signal));
    expect(opened.map(({ status }) => status)).toEqual([200, 200]);
    const refused = await stream({ query: subscription });
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain('TOO_MANY_REQUESTS');
    first.abort();
    await expect
      .poll(async () => (await stream({ query: subscription }, rest.signal)).status)
      .toBe(200);
    rest.abort();
  });

  /** Sends the head of a request, then a byte at a time; gives what the server answers. */
  async function sendSlowly(head: string): Promise<string> {
    const { port, hostname } = new URL(api.url);
    const socket: Socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(head.replaceAll('\n', '\r\n'));
    while (!socket.closed) {
      socket.write('1');
      await Promise.race([delay(TIMEOUT_MS / 5), closed]);
    }
    return answer;
  }

  it.each([
    ['a body', 'POST /graphql HTTP/1.1\nhost: localhost\ncontent-type: application/json\n'],
    [
      'a stream',
      'POST /graphql/stream HTTP/1.1\nhost: localhost\ncontent-type: application/json\n',
    ],
    ['a body for a foreign host', 'POST /graphql HTTP/1.1\nhost: evil.example\n'],
    ['a body that nobody reads', 'POST /nothing HTTP/1.1\nhost: localhost\n'],
  ])('hangs up on %s that comes a byte at a time', async (_name, head) => {
    const answer = await sendSlowly(`${head}content-length: 100000\n\n`);
    expect(answer).toMatch(/^HTTP\/1.1 (408|403|404)/);
  });

  it('says why it does not wait', async () => {
    const head = 'POST /graphql HTTP/1.1\nhost: localhost\ncontent-type: application/json\n';
    const answer = await sendSlowly(`${head}content-length: 100000\n\n`);
    expect(answer).toContain('"TIMED_OUT"');
  });

  it('hangs up on an upload that comes a byte at a time, and keeps nothing of it', async () => {
    const { createUpload } = await api.data<{ createUpload: { id: string; url: string } }>(
      'mutation { createUpload(purpose: QUERY_IMAGE) { id url } }',
    );
    const head = `PUT ${createUpload.url} HTTP/1.1\nhost: localhost\ncontent-type: image/png\n`;
    const answer = await sendSlowly(`${head}content-length: 100000\n\n`);
    expect(answer).toContain('"TIMED_OUT"');
    await expect.poll(() => readdir(api.services.storage.uploadsDir)).toEqual([]);
  });

  it('hangs up on headers that come a byte at a time', async () => {
    expect(await sendSlowly('GET /health HTTP/1.1\nhost: localhost\nx-slow: ')).toMatch(/ 408 /);
  });

  it('takes a body that comes in parts', async () => {
    const query = JSON.stringify({ query: '{ catalogs { name } }' });
    const parts = ReadableStream.from(
      (async function* () {
        yield Buffer.from(query.slice(0, 10));
        await delay(TIMEOUT_MS / 3);
        yield Buffer.from(query.slice(10));
      })(),
    );
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: parts,
      duplex: 'half',
    });
    expect(await response.json()).toEqual({ data: { catalogs: [] } });
  });
});
