import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFetcher, type Fetcher } from '../../../apps/api/src/fetch/fetcher.ts';
import {
  BACKBONES,
  type BackboneCache,
  placeBackbone,
  requireBackbone,
} from '../../../apps/api/src/training/backbones.ts';
import { checkStart } from '../../../apps/api/src/training/initialWeights.ts';
import { fixture } from '../../ml/weights/kerasFixtures.ts';

describe('ImageNet weights', () => {
  let folder: string;
  let server: Server;
  let fetcher: Fetcher;
  let content: Buffer;
  let asked: number;
  /** How each request is answered; the last one goes for all that follow. */
  let answers: ('whole' | 'half' | 'error' | 'other' | 'missing')[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backbones-'));
    content = await readFile(fixture('mildnet.notop.h5'));
    answers = ['whole'];
    asked = 0;
    server = createServer((_request, response) => {
      const answer = answers[Math.min(asked++, answers.length - 1)];
      if (answer === 'error') return response.writeHead(503).end();
      if (answer === 'missing') return response.writeHead(404).end();
      response.writeHead(200, { 'content-length': content.length });
      if (answer === 'other') return response.end(Buffer.alloc(content.length, 7));
      if (answer === 'whole') return response.end(content);
      response.write(content.subarray(0, content.length / 2), () => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const allowHosts = [{ host: '127.0.0.1', port }];
    fetcher = createFetcher({ allowHosts, limits: { firstPauseMs: 1 } });
  });
  afterEach(async () => {
    await fetcher.close();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  const cache = (md5: string | null = md5Of(content)): BackboneCache => {
    const { port } = server.address() as AddressInfo;
    const vgg16 = { address: `http://127.0.0.1:${port}/vgg16_notop.h5`, md5 };
    return { directory: folder, fetcher, backbones: { ...BACKBONES, vgg16 } };
  };

  it('are fetched once, checked and kept', async () => {
    const path = await requireBackbone(cache(), 'vgg16');
    expect(await readFile(path)).toEqual(content);
    expect(await requireBackbone(cache(), 'vgg16')).toBe(path);
    expect(asked).toBe(1);
    expect(await readdir(folder)).toEqual(['vgg16.h5']);
  });

  it('are fetched again where the server failed or broke off', async () => {
    answers = ['error', 'half', 'whole'];
    expect(await readFile(await requireBackbone(cache(), 'vgg16'))).toEqual(content);
    expect(asked).toBe(3);
  });

  it('are refused, and nothing kept, when the bytes are others', async () => {
    answers = ['other'];
    await expect(requireBackbone(cache(), 'vgg16')).rejects.toMatchObject({
      code: 'WEIGHTS_CORRUPT',
      details: { expected: md5Of(content) },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('tell what to do where they can not be had', async () => {
    answers = ['missing'];
    await expect(requireBackbone(cache(), 'vgg16')).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: expect.stringMatching(/vgg16_notop\.h5.*--backbone-weights.*initialWeights=random/s),
    });
    const signal = AbortSignal.abort();
    await expect(requireBackbone(cache(), 'vgg16', { signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('are taken from a local file that is the same, and from no other', async () => {
    const { backbones } = cache();
    const target = { directory: join(folder, 'cache'), backbones };
    const place = (file: string) => placeBackbone(target, 'vgg16', file);
    await place(fixture('mildnet.notop.h5'));
    await requireBackbone({ ...target, fetcher }, 'vgg16');
    expect(asked).toBe(0);
    const other = join(folder, 'other.h5');
    await writeFile(other, 'something else');
    await expect(place(other)).rejects.toMatchObject({ code: 'WEIGHTS_CORRUPT' });
    await expect(place(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await readFile(join(target.directory, 'vgg16.h5'))).toEqual(content);
  });

  it("have Keras' own addresses", () => {
    for (const { address, md5 } of Object.values(BACKBONES)) {
      expect(address).toMatch(
        /^https:\/\/storage\.googleapis\.com\/tensorflow\/keras-applications\/.*no_?top\.h5$/,
      );
      expect(md5 ?? 'f'.repeat(32)).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('are meant by auto where the architecture was published with them', () => {
    const start = (
      model: string,
      initialWeights: 'auto' | 'random' | 'imagenet' | 'model',
      initialModel: number | null = null,
    ) => checkStart({ model, initialWeights, initialModel, imagenetInput: 'as-published' });
    expect(start('mildnet_vgg16', 'auto')).toBe('vgg16');
    expect(start('ranknet', 'imagenet')).toBe('vgg19');
    expect(start('mildnet-nano', 'auto')).toBeNull();
    expect(start('mildnet_vgg16', 'random')).toBeNull();
    expect(start('mildnet_vgg16', 'model', 3)).toBeNull();
    const bad = [
      ['mildnet-nano', 'imagenet', null, 'config.initialWeights'],
      ['mildnet-nano', 'model', null, 'config.initialModel'],
      ['mildnet-nano', 'auto', 3, 'config.initialModel'],
    ] as const;
    for (const [model, initialWeights, version, field] of bad) {
      expect(() => start(model, initialWeights, version)).toThrow(
        expect.objectContaining({ code: 'BAD_INPUT', details: expect.objectContaining({ field }) }),
      );
    }
  });
});

function md5Of(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}
