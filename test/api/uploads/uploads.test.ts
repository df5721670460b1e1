import { readdir, readFile } from 'node:fs/promises';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeError } from '../../../apps/api/src/errors.ts';
import { registerUploadRoutes, uploadPath } from '../../../apps/api/src/uploads/routes.ts';
import {
  createUploadsService,
  type UploadsService,
} from '../../../apps/api/src/uploads/service.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { jpeg } from '../../support/feed.ts';

let test: TestDatabase;
let uploads: UploadsService;
let app: FastifyInstance;
let now = new Date('2026-01-01T12:00:00Z');

beforeAll(async () => {
  test = await testDatabase({ MAX_UPLOAD_BYTES: '5000' });
  uploads = createUploadsService({ ...test, clock: () => now });
  app = fastify();
  app.setErrorHandler((error, _request, reply) => reply.code(400).send(describeError(error)));
  registerUploadRoutes(app, { uploads });
});
afterAll(async () => {
  await app?.close();
  await test?.close();
});

const put = (url: string, payload: Buffer | string, type = 'application/octet-stream') =>
  app.inject({ method: 'PUT', url, payload, headers: { 'content-type': type } });

describe('an upload', () => {
  it('takes an image at its signed address, once', async () => {
    const bytes = await jpeg('#aaa');
    const target = await uploads.createUpload('QUERY_IMAGE');
    expect(target.maxBytes).toBe(5000);
    expect(target.expiresAt).toEqual(new Date('2026-01-01T12:15:00Z'));
    const response = await put(uploadPath(target), bytes, 'image/jpeg');
    expect(response.statusCode).toBe(200);
    const { path, bytes: size } = await uploads.requireUpload(target.id, 'QUERY_IMAGE');
    expect(size).toBe(bytes.length);
    expect(await readFile(path)).toEqual(bytes);
    expect((await put(uploadPath(target), bytes)).json()).toMatchObject({ code: 'CONFLICT' });
  });

  it.each(['text/csv', 'application/json', 'text/plain'])(
    'takes a CSV sent as %s',
    async (type) => {
      const target = await uploads.createUpload('CATALOG_FEED');
      expect((await put(uploadPath(target), 'id,title\n1,A\n', type)).statusCode).toBe(200);
      const { path } = await uploads.requireUpload(target.id, 'CATALOG_FEED');
      expect(await readFile(path, 'utf8')).toBe('id,title\n1,A\n');
    },
  );

  it.each<[string, 'QUERY_IMAGE' | 'CATALOG_FEED' | 'TRIPLET_CSV', Buffer, string]>([
    ['an image that is text', 'QUERY_IMAGE', Buffer.from('GIF but not really'), 'UPLOAD_INVALID'],
    ['an SVG', 'QUERY_IMAGE', Buffer.from('<svg></svg>'), 'UPLOAD_INVALID'],
    ['an empty file', 'QUERY_IMAGE', Buffer.alloc(0), 'UPLOAD_INVALID'],
    [
      'a triplet CSV that is binary',
      'TRIPLET_CSV',
      Buffer.from([80, 75, 3, 4, 0, 0]),
      'UPLOAD_INVALID',
    ],
    ['too many bytes', 'CATALOG_FEED', Buffer.alloc(5001, 'a'), 'LIMIT_EXCEEDED'],
  ])('refuses %s and keeps nothing of it', async (_what, purpose, bytes, code) => {
    const target = await uploads.createUpload(purpose);
    expect((await put(uploadPath(target), bytes)).json()).toMatchObject({ code });
    const left = await readdir(test.storage.uploadsDir);
    expect(left.filter((name) => name.startsWith(target.id))).toEqual([]);
    await expect(uploads.requireUpload(target.id, purpose)).rejects.toMatchObject({
      code: 'UPLOAD_INVALID',
    });
    // The address is still good for another try.
    const good = purpose === 'QUERY_IMAGE' ? await jpeg('#bbb') : 'id,title';
    expect((await put(uploadPath(target), good)).statusCode).toBe(200);
  });

  it('counts the bytes that come, whatever length was announced', async () => {
    const { id, token } = await uploads.createUpload('CATALOG_FEED');
    async function* endless() {
      for (;;) yield Buffer.alloc(1000, 'a');
    }
    const { Readable } = await import('node:stream');
    const body = Readable.from(endless());
    const received = uploads.receive({ id, token, contentLength: 10, body });
    await expect(received).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('refuses an address with a wrong, foreign or missing token', async () => {
    const one = await uploads.createUpload('CATALOG_FEED');
    const two = await uploads.createUpload('CATALOG_FEED');
    const foreign = uploadPath({ id: one.id, token: two.token });
    for (const url of [foreign, `/uploads/${one.id}`, `${uploadPath(one)}x`]) {
      expect((await put(url, 'id,title')).json()).toMatchObject({ code: 'UPLOAD_INVALID' });
    }
    expect((await put('/uploads/nonsense?token=x', 'a')).json()).toMatchObject({
      code: 'BAD_INPUT',
    });
  });

  it('refuses an address that has expired, and forgets old uploads', async () => {
    const target = await uploads.createUpload('CATALOG_FEED');
    const kept = await uploads.createUpload('CATALOG_FEED');
    await put(uploadPath(kept), 'id,title');
    now = new Date('2026-01-01T12:16:00Z');
    expect((await put(uploadPath(target), 'id,title')).json()).toMatchObject({
      code: 'UPLOAD_INVALID',
    });
    now = new Date(Date.now() + 25 * 60 * 60 * 1000);
    expect(await uploads.removeOld()).toBeGreaterThan(1);
    expect(await readdir(test.storage.uploadsDir)).toEqual([]);
    await expect(uploads.requireUpload(kept.id, 'CATALOG_FEED')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('is good only for what it was made for', async () => {
    now = new Date();
    const target = await uploads.createUpload('TRIPLET_CSV');
    await put(uploadPath(target), 'a,b,c');
    await expect(uploads.requireUpload(target.id, 'CATALOG_FEED')).rejects.toMatchObject({
      code: 'UPLOAD_INVALID',
      message: expect.stringContaining('TRIPLET_CSV'),
    });
  });
});
