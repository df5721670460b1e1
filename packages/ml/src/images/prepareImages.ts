import { deriveSeed, seededRandom } from '../random.ts';
import { requireAugmentation } from './augmentations/registry.ts';
import type { ImageSource } from './imageSource.ts';
import { scaleInto } from './scaleInto.ts';

/** Which images a step wants and how they are to be changed. */
export interface ImageOrder {
  indexes: Uint32Array;
  /** Names of augmentations, applied one after the other. */
  augmentations: readonly string[];
  /** With the place in the order, all that the changes depend on. */
  seed: number;
}

/**
 * The images of an order as a model takes them, `[indexes, size, size, 3]` in 0..1. Every image is
 * changed by itself, from a seed of its place, so that neither the time that decoding takes nor
 * the thread that does it makes a difference.
 *
 * @throws {MlError} IMAGE_* for an image that cannot be read
 */
export async function prepareImages(
  images: ImageSource,
  { indexes, augmentations, seed }: ImageOrder,
): Promise<Float32Array> {
  const { size } = images;
  const stride = size * size * 3;
  const pixels = new Float32Array(indexes.length * stride);
  const chain = augmentations.map(requireAugmentation);
  // Two buffers take turns, so that a chain of any length makes no garbage.
  const buffers = chain.length > 1 ? [0, 1].map(() => new Float32Array(stride)) : [];
  const first = chain.length > 0 ? new Float32Array(stride) : undefined;
  const place = (slot: number, bytes: Uint8Array) => {
    const target = pixels.subarray(slot * stride, (slot + 1) * stride);
    if (!first) return scaleInto(bytes, target, 0);
    scaleInto(bytes, first, 0);
    const random = seededRandom(deriveSeed(seed, `slot ${slot}`));
    let from: Float32Array = first;
    for (const [i, augmentation] of chain.entries()) {
      const to = i === chain.length - 1 ? target : (buffers[i % 2] as Float32Array);
      augmentation.apply(from, to, size, random);
      from = to;
    }
  };
  await Promise.all(
    Array.from(indexes, async (index, slot) => place(slot, await images.image(index))),
  );
  return pixels;
}
