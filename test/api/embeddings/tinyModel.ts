/** A real checkpoint, made by one step of training, and real images to embed with it. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTrainingConfig, train } from '@semblance/ml';
import sharp from 'sharp';
import type { Services } from '../../../apps/api/src/services.ts';
import type { Image } from '../../../prisma/client/client.ts';

const SIDE = 64;

/** @returns the run's folder, with `best` in it */
export async function tinyCheckpoint(seed = 1): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'semblance-checkpoint-'));
  const pixels = Array.from({ length: 6 }, (_, i) => new Uint8Array(SIDE * SIDE * 3).fill(40 * i));
  const triplets = Uint32Array.from([0, 1, 2, 3, 4, 5]);
  const data = {
    images: { count: 6, size: SIDE, image: (i: number) => pixels[i] as Uint8Array },
    train: triplets,
    val: triplets,
    fingerprint: 'tiny',
  };
  const config = defaultTrainingConfig({
    ...{ model: 'mildnet-nano', epochs: 1, batchSize: 2, maxStepsPerEpoch: 1 },
    seed,
  });
  for await (const _ of train({ config, data, directory })) {
    // Each event is a step of the work.
  }
  return join(directory, 'best');
}

/** A picture of one colour with a darker square in it; `place` decides both. */
export function picture(place: number): Promise<Buffer> {
  const [r, g, b] = [(place * 83) % 256, (place * 151) % 256, (place * 199) % 256];
  const square = { width: 8 + (place % 20), height: 24, channels: 3 as const };
  return sharp({ create: { width: 64, height: 64, channels: 3, background: { r, g, b } } })
    .composite([
      {
        input: { create: { ...square, background: { r: r / 2, g: g / 2, b: b / 2 } } },
        left: place % 30,
        top: (place * 7) % 30,
      },
    ])
    .png()
    .toBuffer();
}

/** Stores one picture for each product and points the product's only image at it. */
export async function storePictures(
  services: Services,
  imageIds: readonly string[],
): Promise<Image[]> {
  const images: Image[] = [];
  for (const [place, id] of imageIds.entries()) {
    const { sha256, bytes } = await services.storage.put(await picture(place));
    images.push(
      await services.database.prisma.image.update({ where: { id }, data: { sha256, bytes } }),
    );
  }
  return images;
}
