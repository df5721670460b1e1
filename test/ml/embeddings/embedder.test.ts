import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import {
  createUntrainedEmbedder,
  type Embedder,
} from '../../../packages/ml/src/embeddings/embedder.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

let embedder: Embedder;
beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
  embedder = await createUntrainedEmbedder('mildnet-nano', 5);
});
afterAll(() => embedder.dispose());

function noise(seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: 64 * 64 * 3 }, () => random() * 256);
}

describe('embedder', () => {
  it('tells how images must be decoded for it', () => {
    expect(embedder).toMatchObject({
      name: 'mildnet-nano',
      dimension: 128,
      preprocessing: {
        size: 64,
        fit: 'contain',
        background: [255, 255, 255],
        scale: 'zero-to-one',
      },
    });
  });

  it('gives an image the same unit vector alone and among more than one batch of others', async () => {
    const images = Array.from({ length: 70 }, (_, i) => noise(i));
    const together = await embedder.embed(images);
    expect(together).toHaveLength(70);
    for (const vector of together) expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    for (const index of [0, 63, 64, 69]) {
      const [alone] = await embedder.embed([images[index] as Uint8Array]);
      const other = together[index] as Float32Array;
      const apart = Math.hypot(...other.map((value, i) => value - (alone?.[i] as number)));
      expect(apart).toBeLessThan(1e-5);
    }
  });

  it('embeds nothing into nothing', async () => {
    expect(await embedder.embed([])).toEqual([]);
  });

  it('refuses an image of another size, naming it', async () => {
    await expect(embedder.embed([noise(1), new Uint8Array(12)])).rejects.toMatchObject({
      code: 'DIMENSION_MISMATCH',
      details: { index: 1 },
    });
  });

  it('refuses a zero vector', async () => {
    // All white becomes all zero after inversion, and an untrained net has no offsets.
    const white = new Uint8Array(64 * 64 * 3).fill(255);
    await expect(embedder.embed([noise(1), white])).rejects.toMatchObject({
      code: 'EMBEDDINGS_COLLAPSED',
      details: { index: 1 },
    });
  });

  it('refuses an unknown model', async () => {
    await expect(createUntrainedEmbedder('resnet', 1)).rejects.toMatchObject({
      code: 'MODEL_UNKNOWN',
    });
  });
});
