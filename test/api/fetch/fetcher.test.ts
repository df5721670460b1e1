import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { guardedConnector } from '../../../apps/api/src/fetch/connector.ts';
import { openFeedAddress } from '../../../apps/api/src/fetch/openFeedAddress.ts';
import { fetcherFor, INSIDE, OUTSIDE, serve } from './servers.ts';

const MAX = { maxBytes: 1_000_000 };

describe('a fetch', () => {
  it('brings bytes and what the server says of them, under our own name', async () => {
    let agent: string | undefined;
    const { port } = await serve((request, response) => {
      agent = request.headers['user-agent'];
      response.writeHead(200, { etag: '"7"', 'content-type': 'image/jpeg' }).end('bytes');
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    expect(await fetcher.fetchBytes(`http://shop.test:${port}/a.jpg`, MAX)).toEqual({
      changed: true,
      content: Buffer.from('bytes'),
      validators: { etag: '"7"', lastModified: null },
      contentType: 'image/jpeg',
      address: `http://shop.test:${port}/a.jpg`,
    });
    expect(agent).toMatch(/^Semblance\//);
  });

  it('is told that nothing changed', async () => {
    const { port } = await serve((request, response) => {
      const same = request.headers['if-none-match'] === '"7"';
      response.writeHead(same ? 304 : 200, { etag: '"7"' }).end(same ? undefined : 'bytes');
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    const address = `http://shop.test:${port}/a.jpg`;
    const known = { etag: '"7"', lastModified: null };
    expect(await fetcher.fetchBytes(address, { ...MAX, known })).toEqual({ changed: false });
    const other = { etag: '"6"', lastModified: null };
    expect(await fetcher.fetchBytes(address, { ...MAX, known: other })).toMatchObject({
      changed: true,
    });
  });

  it('refuses a name that leads to a closed address, and asks nothing of it', async () => {
    const secret = await serve((_request, response) => response.end('secret'), { host: INSIDE });
    const names = { 'inside.test': [[INSIDE]], 'metadata.test': [['169.254.169.254']] };
    const { fetcher, asked } = fetcherFor({ ports: [secret.port], names });
    for (const name of Object.keys(names)) {
      const address = `http://${name}:${secret.port}/`;
      await expect(fetcher.fetchBytes(address, MAX)).rejects.toMatchObject({
        code: 'ADDRESS_REFUSED',
        // Which address it is would map the network for whoever writes a feed.
        message: expect.not.stringMatching(/127\.0|169\.254/),
      });
    }
    // Refused for good: no second attempt.
    expect(asked).toEqual(['inside.test', 'metadata.test']);
    expect(secret.seen).toEqual([]);
  });

  it('refuses an answer in which one address of several is closed', async () => {
    const { port, seen } = await serve((_request, response) => response.end('public'));
    const names = {
      'mixed.test': [[OUTSIDE, '10.0.0.1']],
      'v6.test': [['fd00:ec2::254', OUTSIDE]],
    };
    const { fetcher } = fetcherFor({ ports: [port], names });
    for (const name of Object.keys(names)) {
      await expect(fetcher.fetchBytes(`http://${name}:${port}/`, MAX)).rejects.toMatchObject({
        code: 'ADDRESS_REFUSED',
      });
    }
    expect(seen).toEqual([]);
  });

  it('never reaches metadata, not even by a name that the operator opened', async () => {
    const names = { 'shop.test': [['169.254.169.254']] };
    const { fetcher } = fetcherFor({ ports: [80], names, open: ['shop.test'] });
    await expect(fetcher.fetchBytes('http://shop.test/', MAX)).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
  });

  it('reaches the own network by a name that the operator opened', async () => {
    const { port } = await serve((_request, response) => response.end('ours'), { host: INSIDE });
    const names = { 'images.lan': [[INSIDE]] };
    const { fetcher } = fetcherFor({ ports: [], names, open: [`images.lan:${port}`] });
    const got = await fetcher.fetchBytes(`http://images.lan:${port}/`, MAX);
    expect(got).toMatchObject({ content: Buffer.from('ours') });
  });

  it('cannot be led inside by a name that answers differently the second time', async () => {
    const outside = await serve((_request, response) => {
      response.writeHead(200, { connection: 'close' }).end('public');
    });
    const inside = await serve((_request, response) => response.end('secret'), {
      host: INSIDE,
      port: outside.port,
    });
    const names = { 'rebind.test': [[OUTSIDE], [INSIDE]] };
    const { fetcher, asked } = fetcherFor({ ports: [outside.port], names });
    const address = `http://rebind.test:${outside.port}/`;
    expect(await fetcher.fetchBytes(address, MAX)).toMatchObject({
      content: Buffer.from('public'),
    });
    // Asked for once: what was judged is what was connected to.
    expect(asked).toEqual(['rebind.test']);
    await expect(fetcher.fetchBytes(address, MAX)).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
    expect(inside.seen).toEqual([]);
  });

  it('judges the peer of a socket too, for what needs no resolver', async () => {
    const { port, seen } = await serve((_request, response) => response.end(), { host: INSIDE });
    const noResolver = () => Promise.reject(new Error('nothing to resolve'));
    const connect = guardedConnector({ allowHosts: [] }, noResolver, 1000);
    const to = { hostname: INSIDE, protocol: 'http:', port: String(port) };
    const error = await new Promise((resolve) => connect(to, (...[failed]) => resolve(failed)));
    expect(error).toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(seen).toEqual([]);
  });
});

describe('a redirect', () => {
  it('is followed within its limit, to the last address', async () => {
    const { port, seen } = await serve((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step < 5) response.writeHead(302, { location: `/${step + 1}` }).end();
      else response.end('there');
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    expect(await fetcher.fetchBytes(`http://shop.test:${port}/0`, MAX)).toMatchObject({
      content: Buffer.from('there'),
      address: `http://shop.test:${port}/5`,
    });
    expect(seen).toHaveLength(6);
  });

  it('in a circle ends', async () => {
    const { port, seen } = await serve((_request, response) => {
      response.writeHead(301, { location: '/again' }).end();
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: expect.stringContaining('redirects more than 5 times'),
    });
    expect(seen).toHaveLength(6);
  });

  it.each([
    ['loopback', (port: number) => `http://127.0.0.1:${port}/`],
    ['loopback in decimal', (port: number) => `http://2130706433:${port}/`],
    ['metadata', () => 'http://169.254.169.254/latest/meta-data/'],
    ['mapped metadata', () => 'http://[::ffff:169.254.169.254]/'],
    ['a name that leads inside', (port: number) => `http://inside.test:${port}/`],
    ['an address without scheme', (port: number) => `//127.0.0.1:${port}/`],
    ['a file', () => 'file:///etc/passwd'],
    ['a database', () => 'http://shop.test:5432/'],
    ['a user name', () => 'http://admin:admin@shop.test/'],
  ])('to %s is refused', async (_what, target) => {
    const inside = await serve((_request, response) => response.end('secret'), { host: INSIDE });
    const { port } = await serve((_request, response) => {
      // With a body that has no end, which must not be waited for.
      response.writeHead(302, { location: target(inside.port) }).write('moved');
    });
    const names = { 'inside.test': [[INSIDE]] };
    const { fetcher } = fetcherFor({ ports: [port, inside.port], names });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
    expect(inside.seen).toEqual([]);
  });

  it('to nowhere is an error', async () => {
    const { port } = await serve((_request, response) => response.writeHead(302).end());
    const { fetcher } = fetcherFor({ ports: [port] });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_FAILED',
    });
  });
});

describe('a bad server', () => {
  it('that sends its headers a letter at a time is given up', async () => {
    const { port } = await serve((request) => {
      const { socket } = request;
      const drip = setInterval(() => socket.write('x'), 50);
      socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      socket.on('close', () => clearInterval(drip));
      socket.on('error', () => {});
    });
    const { fetcher } = fetcherFor({ ports: [port], limits: { totalMs: 600, attempts: 1 } });
    const began = performance.now();
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_TIMEOUT',
    });
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('that sends its body a letter at a time is given up', async () => {
    const { port } = await serve((_request, response) => {
      const drip = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(drip));
    });
    const { fetcher } = fetcherFor({ ports: [port], limits: { totalMs: 600, attempts: 1 } });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_TIMEOUT',
    });
  });

  it('that sends without end is cut off at the limit', async () => {
    let sent = 0;
    const { port } = await serve((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
    });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('that announces too much is not listened to', async () => {
    const { port } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 2_000_000 }).write('x');
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
    });
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    // 20 bytes each: nothing comes out of them, yet they never end.
    ['gzip', Buffer.concat(Array.from({ length: 60_000 }, () => gzipSync(Buffer.alloc(0))))],
  ])('that sends a bomb packed as %s is cut off', async (encoding, bomb) => {
    const { port } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_TOO_LARGE',
    });
  });

  it('is unpacked when it is honest, and reported when the packing is damaged or unknown', async () => {
    const { port } = await serve((request, response) => {
      const [, encoding = '', kind] = request.url?.split('/') ?? [];
      const packed = gzipSync('hello');
      response
        .writeHead(200, { 'content-encoding': encoding })
        .end(kind === 'cut' ? packed.subarray(0, 12) : packed);
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    const at = (path: string) => fetcher.fetchBytes(`http://shop.test:${port}/${path}`, MAX);
    expect(await at('gzip/whole')).toMatchObject({ content: Buffer.from('hello') });
    await expect(at('gzip/cut')).rejects.toMatchObject({ code: 'FETCH_FAILED' });
    await expect(at('rot13/whole')).rejects.toMatchObject({ code: 'FETCH_FAILED' });
  });

  it('is asked again after a pause when it is only busy', async () => {
    let calls = 0;
    const { port } = await serve((_request, response) => {
      calls++;
      if (calls === 1) response.writeHead(503).end();
      else if (calls === 2) response.writeHead(429, { 'retry-after': '1' }).end();
      else response.end('at last');
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    const began = performance.now();
    const got = await fetcher.fetchBytes(`http://shop.test:${port}/`, MAX);
    expect(got).toMatchObject({ content: Buffer.from('at last') });
    expect(performance.now() - began).toBeGreaterThanOrEqual(950);
  });

  it('that asks for a long pause is left alone by every other fetch too', async () => {
    const { port, seen } = await serve((_request, response) => {
      response.writeHead(429, { 'retry-after': '3600' }).end();
    });
    const { fetcher } = fetcherFor({ ports: [port] });
    for (const path of ['a', 'b', 'c']) {
      await expect(
        fetcher.fetchBytes(`http://shop.test:${port}/${path}`, MAX),
      ).rejects.toMatchObject({ code: 'FETCH_FAILED' });
    }
    expect(seen).toEqual(['GET /a']);
  });

  it.each([404, 410, 403, 401])('that answers %i is not asked again', async (status) => {
    const { port, seen } = await serve((_request, response) => response.writeHead(status).end());
    const { fetcher } = fetcherFor({ ports: [port] });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      details: { status },
    });
    expect(seen).toHaveLength(1);
  });

  it('that hangs up is asked three times in all', async () => {
    const { port, seen } = await serve((request) => request.socket.destroy());
    const { fetcher } = fetcherFor({ ports: [port] });
    await expect(fetcher.fetchBytes(`http://shop.test:${port}/`, MAX)).rejects.toMatchObject({
      code: 'FETCH_FAILED',
    });
    expect(seen).toHaveLength(3);
  });

  it('whose name does not exist is reported once', async () => {
    const names = { 'gone.test': [[]] };
    const { fetcher, asked } = fetcherFor({ ports: [80], names });
    await expect(fetcher.fetchBytes('http://gone.test/', MAX)).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: expect.stringContaining('ENOTFOUND'),
    });
    expect(asked).toHaveLength(1);
  });
});

describe('politeness', () => {
  it('keeps the requests at one host few and apart', async () => {
    let active = 0;
    let most = 0;
    const starts: number[] = [];
    const { port } = await serve((_request, response) => {
      starts.push(performance.now());
      most = Math.max(most, ++active);
      setTimeout(() => {
        active--;
        response.end('ok');
      }, 30);
    });
    const { fetcher } = fetcherFor({ ports: [port], limits: { perHost: 2, delayMs: 20 } });
    const paths = Array.from({ length: 10 }, (_, index) => index);
    await Promise.all(
      paths.map((path) => fetcher.fetchBytes(`http://shop.test:${port}/${path}`, MAX)),
    );
    expect(most).toBe(2);
    // Ten starts, nine gaps of at least 20 ms each.
    expect((starts.at(-1) as number) - (starts[0] as number)).toBeGreaterThan(9 * 20 - 15);
  });

  it('lets go when the caller does', async () => {
    const { port } = await serve(() => {});
    const { fetcher } = fetcherFor({ ports: [port] });
    const leaving = new AbortController();
    const fetched = fetcher.fetchBytes(`http://shop.test:${port}/`, {
      ...MAX,
      signal: leaving.signal,
    });
    await pause(50);
    leaving.abort();
    await expect(fetched).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('the feed at an address', () => {
  it('is brought into a file, and not again while it is unchanged', async () => {
    const { port, seen } = await serve((request, response) => {
      const same = request.headers['if-modified-since'] !== undefined;
      const headers = {
        'last-modified': 'Wed, 01 Jul 2026 10:00:00 GMT',
        'content-type': 'text/csv',
      };
      response.writeHead(same ? 304 : 200, headers).end(same ? undefined : 'id,title\n1,One\n');
    });
    const folder = await mkdtemp(join(tmpdir(), 'semblance-feed-'));
    const path = join(folder, 'feed');
    const { fetcher } = fetcherFor({ ports: [port] });
    const address = `http://shop.test:${port}/feed.csv`;
    const opened = await openFeedAddress(fetcher, address, path);
    if (!opened.changed) throw new Error('nothing was known before');
    expect(await readFile(path, 'utf8')).toBe('id,title\n1,One\n');
    expect(opened).toMatchObject({ contentType: 'text/csv', address });
    expect(await openFeedAddress(fetcher, address, path, opened.validators)).toEqual({
      changed: false,
    });
    expect(seen).toHaveLength(2);
    await rm(folder, { recursive: true });
  });

  it('that breaks off leaves no file', async () => {
    const { port } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('id,title\n');
      setTimeout(() => response.destroy(), 30);
    });
    const folder = await mkdtemp(join(tmpdir(), 'semblance-feed-'));
    const { fetcher } = fetcherFor({ ports: [port] });
    await expect(
      openFeedAddress(fetcher, `http://shop.test:${port}/`, join(folder, 'feed')),
    ).rejects.toMatchObject({ code: 'FETCH_FAILED' });
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
