import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHeldModels } from '../../../apps/api/src/embeddings/inference/heldModels.ts';
import {
  type InferenceOptions,
  openInference,
} from '../../../apps/api/src/embeddings/inference/inference.ts';
import { tinyCheckpoint } from './tinyModel.ts';

const SIDE = 64;

describe('inference in worker threads', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await tinyCheckpoint();
  });
  afterAll(() => rm(join(directory, '..'), { recursive: true, force: true }));

  const options = (given: Partial<InferenceOptions> = {}): InferenceOptions => ({
    ...{ directory, backend: undefined, enableWebgpu: false },
    ...given,
  });
  const image = (shade: number) =>
    Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * shade) % 256);
  const shades = [3, 7, 11, 19, 23, 41];

  it('gives each caller its own vectors, whatever batch they were in', async () => {
    const inference = await openInference(options({ maxBatch: 4 }));
    const together = await Promise.all(shades.map((shade) => inference.embed([image(shade)])));
    const again = await inference.embed(shades.map(image));
    shades.forEach((_, i) => {
      const [a, b] = [together[i]?.[0] as Float32Array, again[i] as Float32Array];
      expect(a.reduce((sum, x, k) => sum + x * (b[k] as number), 0)).toBeCloseTo(1, 5);
    });
    expect(again[0]).not.toEqual(again[1]);
    await inference.close();
  });

  it('refuses more images than may wait, and works on', async () => {
    const inference = await openInference(options({ maxBatch: 1, maxQueue: 2 }));
    const refused = inference.embed(shades.map(image));
    await expect(refused).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await inference.embed([image(5)])).toHaveLength(1);
    await inference.close();
  });

  it('reports an image that the model cannot take, and works on', async () => {
    const inference = await openInference(options());
    const bad = inference.embed([new Uint8Array(12)]);
    await expect(bad).rejects.toMatchObject({ code: 'DIMENSION_MISMATCH' });
    expect(await inference.embed([image(5)])).toHaveLength(1);
    await inference.close();
  });

  it('refuses what waits when it is closed, and everything after', async () => {
    const inference = await openInference(options({ maxBatch: 1 }));
    const waiting = shades.map((shade) => inference.embed([image(shade)]));
    const closed = inference.close();
    for (const each of waiting) await expect(each).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await closed;
    await expect(inference.embed([image(1)])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('refuses what a dying thread was asked, and starts another for the next image', async () => {
    let started = 0;
    const inference = await openInference(options(), async (_, lost) => {
      const first = ++started === 1;
      let failure: Error | undefined;
      return {
        async embed(pixels) {
          if (first) failure = lost(new Error('killed'));
          if (failure) throw failure;
          return pixels.map(() => Float32Array.of(started));
        },
        get failure() {
          return failure;
        },
        close: async () => undefined,
      };
    });
    await expect(inference.embed([image(3)])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await inference.embed([image(3), image(5)])).toEqual([
      Float32Array.of(2),
      Float32Array.of(2),
    ]);
    expect(started).toBe(2);
    await inference.close();
  });

  it('says why a model cannot be loaded', async () => {
    const missing = openInference(options({ directory: join(directory, 'nothing') }));
    await expect(missing).rejects.toMatchObject({ code: 'CHECKPOINT_MISSING' });
  });

  it('holds two models at once and evicts the one used longest ago', async () => {
    const held = createHeldModels();
    const embed = (model: string, given?: Partial<InferenceOptions>) =>
      held.embed(model, options(given), image(9));
    const vector = await embed('first');
    await Promise.all([embed('second'), embed('third'), embed('first')]);
    expect(await embed('first')).toEqual(vector);
    const broken = embed('broken', { directory: join(directory, 'nothing') });
    await expect(broken).rejects.toMatchObject({ code: 'CHECKPOINT_MISSING' });
    expect(await embed('broken')).toEqual(vector);
    await held.close();
  });
});
