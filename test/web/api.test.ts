import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError, describeFailure, fromGraphQL } from '../../apps/web/lib/api/errors.ts';
import { forward } from '../../apps/web/lib/api/forward.ts';

const servers: Server[] = [];

/** A real HTTP server in the API's place, and API_URL pointing at it. */
async function api(listener: RequestListener): Promise<void> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('API_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('forward', () => {
  it('passes method, path, query and body on and the answer back', async () => {
    await api((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        response.writeHead(201, { 'content-type': 'text/plain', 'x-kept': 'yes' });
        response.end(`${request.method} ${request.url} ${body}`);
      });
    });
    const answer = await forward(
      new Request('http://dashboard/uploads/1?token=a%2Fb', { method: 'PUT', body: 'bytes' }),
    );
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-kept')).toBe('yes');
    expect(await answer.text()).toBe('PUT /uploads/1?token=a%2Fb bytes');
  });

  it('hands on each event when it comes, not when the stream ends', async () => {
    let finish = () => {};
    await api((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: next\n\n');
      finish = () => response.end('event: complete\n\n');
    });
    const answer = await forward(new Request('http://dashboard/graphql/stream'));
    expect(answer.headers.get('cache-control')).toContain('no-transform');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('event: next\n\n');
    finish();
    expect((await reader?.read())?.value).toBe('event: complete\n\n');
  });

  it('says that the API is down in the form of a GraphQL answer', async () => {
    await api((request) => request.socket.destroy());
    const answer = await forward(new Request('http://dashboard/graphql', { method: 'POST' }));
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAVAILABLE' } }],
    });
  });
});

describe('failures', () => {
  it('carry code, message and field of the API', () => {
    const error = fromGraphQL([
      {
        message: 'first must be at most 100.',
        extensions: { code: 'LIMIT_EXCEEDED', details: { field: 'first' } },
      },
    ]);
    expect(describeFailure(error)).toEqual({
      code: 'LIMIT_EXCEEDED',
      message: 'first must be at most 100.',
      field: 'first',
    });
  });

  it('survive a server component, which keeps nothing but the digest', () => {
    const { digest } = new ApiError({ code: 'NO_MODEL', message: 'Promote a model {first}.' });
    const received = Object.assign(new Error('omitted in production'), {
      digest: `${digest}@E394`,
    });
    expect(describeFailure(received)).toEqual({
      code: 'NO_MODEL',
      message: 'Promote a model {first}.',
    });
  });

  it('do not repeat the message of an error that is not ours', () => {
    expect(describeFailure(new Error('secret path')).message).not.toContain('secret');
  });
});
