import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi({ ALLOWED_HOSTS: 'similar.shop.example,*.shop.lan' });
});
afterAll(() => api.close());

/** fetch sets Host itself. */
function ask(headers: Record<string, string>, path = '/graphql'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ query: '{ catalogs { name } }' });
    const sent = request(
      `${api.url}${path}`,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the host of a request', () => {
  it.each([
    '127.0.0.1:4000',
    'localhost',
    '[::1]:4000',
    '10.0.0.7',
    'similar.shop.example',
    'a.shop.lan',
  ])('is served: %s', async (host) => {
    expect(await ask({ host })).toBe(200);
  });

  it.each(['rebound.example', 'shop.lan', 'notsimilar.shop.example', 'x y'])(
    'is refused: %s',
    async (host) => {
      expect(await ask({ host })).toBeGreaterThanOrEqual(400);
    },
  );

  it('is looked at on every route, with an error that says what to do', async () => {
    for (const path of ['/graphql', '/graphql/stream', '/uploads/x', '/health', '/nothing']) {
      expect(await ask({ host: 'rebound.example' }, path)).toBe(403);
    }
  });
});

describe('the page a request comes from', () => {
  it('may be of this machine, of an allowed host or of the same host', async () => {
    expect(await ask({ origin: 'http://127.0.0.1:3000' })).toBe(200);
    expect(await ask({ origin: 'https://similar.shop.example' })).toBe(200);
    expect(await ask({ host: '10.0.0.7:4000', origin: 'http://10.0.0.7:4000' })).toBe(200);
  });

  it('may not be of another site', async () => {
    expect(await ask({ origin: 'https://elsewhere.example' })).toBe(403);
    expect(await ask({ origin: 'null' })).toBe(403);
    expect(await ask({ host: '10.0.0.7:4000', origin: 'http://10.0.0.8:4000' })).toBe(403);
  });
});
