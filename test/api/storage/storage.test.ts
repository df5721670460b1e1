import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FastifyInstance, fastify } from 'fastify';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageTypeOf } from '../../../apps/api/src/storage/imageType.ts';
import { registerImageRoutes } from '../../../apps/api/src/storage/routes.ts';
import { createStorage, type Storage } from '../../../apps/api/src/storage/storage.ts';
import { jpeg } from '../../support/feed.ts';

let dataDir: string;
let storage: Storage;
let app: FastifyInstance;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'semblance-storage-'));
  storage = createStorage({ dataDir });
  app = fastify();
  registerImageRoutes(app, { storage });
});
afterAll(async () => {
  await app.close();
  await rm(dataDir, { recursive: true });
});

describe('the image store', () => {
  it('names bytes by their sha256 and writes them once', async () => {
    const bytes = await jpeg('#abc');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await storage.put(bytes)).toMatchObject({ sha256, bytes: bytes.length, existed: false });
    expect(await storage.put(bytes)).toMatchObject({ sha256, existed: true });
    expect(await storage.read(sha256)).toEqual(bytes);
    expect(await readdir(join(dataDir, 'images', sha256.slice(0, 2)))).toEqual([sha256]);
  });

  it('forgets an image and its thumbnails, and does not mind doing so twice', async () => {
    const { sha256 } = await storage.put(await jpeg('#321'));
    const thumbnail = await storage.thumbnail(sha256, 96);
    await storage.removeIfOlder(sha256, new Date(Date.now() + 60_000));
    await storage.removeIfOlder(sha256, new Date(Date.now() + 60_000));
    expect(await storage.has(sha256)).toBe(false);
    await expect(readFile(thumbnail)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(storage.read(sha256)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('lets nothing but a hash become a path', async () => {
    await expect(storage.read('../../etc/passwd')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(() => storage.pathOf(`${'a'.repeat(63)}/`)).toThrow(/no stored image/);
  });
});

describe('a thumbnail', () => {
  it('is a WebP whose longest side fits, upright, and never larger than the image', async () => {
    const turned = await sharp(await jpeg('#def', 600, 300))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { sha256 } = await storage.put(turned);
    const small = await sharp(await storage.thumbnail(sha256, 192)).metadata();
    expect(small).toMatchObject({ format: 'webp', width: 96, height: 192 });
    const large = await sharp(await storage.thumbnail(sha256, 768)).metadata();
    expect(large).toMatchObject({ width: 300, height: 600 });
  });

  it('is made once for callers at the same time', async () => {
    const { sha256 } = await storage.put(await jpeg('#fed', 500, 500));
    const paths = await Promise.all([1, 2, 3].map(() => storage.thumbnail(sha256, 384)));
    expect(new Set(paths).size).toBe(1);
    expect((await sharp(paths[0]).metadata()).width).toBe(384);
  });
});

describe('the image addresses', () => {
  it('serve the stored bytes with their own type, for ever, and never as a page', async () => {
    const bytes = await jpeg('#0a0');
    const { sha256 } = await storage.put(bytes);
    const response = await app.inject(`/images/${sha256}`);
    expect(response.rawPayload).toEqual(bytes);
    expect(response.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const page = await storage.put(Buffer.from('<html><script>alert(1)</script>'));
    const served = await app.inject(`/images/${page.sha256}`);
    expect(served.headers['content-type']).toBe('application/octet-stream');
    expect(served.headers['content-security-policy']).toContain('sandbox');
  });

  it('serve a photo upright and without what it says of place and camera; the original stays', async () => {
    const photo = await sharp(await jpeg('#0a0', 60, 30))
      .withExif({ IFD0: { Artist: 'Jane Doe' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { sha256 } = await storage.put(photo);
    const { rawPayload, headers } = await app.inject(`/images/${sha256}`);
    expect(headers['content-type']).toBe('image/jpeg');
    const shown = await sharp(rawPayload).metadata();
    expect(shown).toMatchObject({ width: 30, height: 60 });
    expect([shown.exif, shown.xmp, shown.orientation]).toEqual([undefined, undefined, undefined]);
    expect(await storage.read(sha256)).toEqual(photo);
    const again = await storage.servable(sha256);
    await storage.removeIfOlder(sha256, new Date(Date.now() + 60_000));
    await expect(readFile(again.path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('serve what browsers do not show as a JPEG on white', async () => {
    const clear = sharp({
      create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    const { sha256 } = await storage.put(await clear.tiff({ compression: 'lzw' }).toBuffer());
    const { rawPayload, headers } = await app.inject(`/images/${sha256}`);
    expect(headers['content-type']).toBe('image/jpeg');
    const { data } = await sharp(rawPayload).raw().toBuffer({ resolveWithObject: true });
    expect(Math.min(...data)).toBeGreaterThan(250);
  });

  it.each([
    ['/thumb?size=96', 200],
    ['/thumb', 200],
    ['/thumb?size=100', 500],
    ['/thumb?size=big', 500],
  ])('answer %s with %i', async (rest, status) => {
    const { sha256 } = await storage.put(await jpeg('#0a0'));
    const response = await app.inject(`/images/${sha256}${rest}`);
    expect(response.statusCode).toBe(status);
    if (status === 200) expect(response.headers['content-type']).toBe('image/webp');
    else expect(response.body).toContain('96, 192, 384, 768');
  });
});

describe('the type of an image', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    '%s is told from its bytes',
    async (format) => {
      const create = { width: 16, height: 16, channels: 3 as const, background: '#fff' };
      const bytes = await sharp({ create }).toFormat(format).toBuffer();
      expect(imageTypeOf(bytes)).toBe(`image/${format}`);
    },
  );

  it('is unknown for text and for next to nothing', () => {
    expect(imageTypeOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'))).toBeUndefined();
    expect(imageTypeOf(Buffer.alloc(0))).toBeUndefined();
  });
});
