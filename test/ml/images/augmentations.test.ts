import { describe, expect, it } from 'vitest';
import {
  listAugmentations,
  requireAugmentation,
} from '../../../packages/ml/src/images/augmentations/registry.ts';
import { packImages } from '../../../packages/ml/src/images/packedImages.ts';
import { prepareImages } from '../../../packages/ml/src/images/prepareImages.ts';
import { type Random, seededRandom } from '../../../packages/ml/src/random.ts';

const size = 16;
const length = size * size * 3;
const picture = Float32Array.from({ length }, (_, i) => ((i * 7) % 256) / 255);
/** The same within a white edge, as a product in a studio. */
const studio = picture.map((value, i) => (isEdge(Math.floor(i / 3)) ? 1 : value));
const names = listAugmentations().map(({ name }) => name);

function changed(name: string, random: Random, from = picture): Float32Array {
  const to = new Float32Array(from.length).fill(Number.NaN);
  requireAugmentation(name).apply(from, to, size, random);
  return to;
}

/** Draws the given numbers, one after the other. */
function draws(...values: number[]): Random {
  return () => {
    const value = values.shift();
    if (value === undefined) throw new Error('drew more than expected');
    return value;
  };
}

function isEdge(place: number): boolean {
  const row = Math.floor(place / size);
  const column = place % size;
  return Math.min(row, column, size - 1 - row, size - 1 - column) < 2;
}

/** RGB of one pixel. */
function at(pixels: Float32Array, row: number, column: number): number[] {
  return [...pixels.subarray((row * size + column) * 3, (row * size + column) * 3 + 3)];
}

describe('every augmentation', () => {
  it.each(names)('%s repeats with its seed, differs from draw to draw, fills 0..1', (name) => {
    const first = Array.from({ length: 8 }, (_, seed) => changed(name, seededRandom(seed), studio));
    const again = Array.from({ length: 8 }, (_, seed) => changed(name, seededRandom(seed), studio));
    expect(again).toEqual(first);
    expect(new Set(first.map((pixels) => pixels.join())).size).toBeGreaterThan(1);
    for (const value of first.flatMap((pixels) => [...pixels])) {
      expect(value >= -1e-6 && value <= 1 + 1e-6).toBe(true);
    }
  });

  it.each(names)('%s leaves its input alone', (name) => {
    const before = studio.slice();
    for (const seed of [1, 2, 3, 4]) changed(name, seededRandom(seed), studio);
    expect(studio).toEqual(before);
  });

  it('is refused under a name that is not known', () => {
    expect(() => requireAugmentation('wild')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'augmentation' } }),
    );
  });
});

describe('published', () => {
  const none = 0.5;

  it('changes nothing when every draw is the middle of its range', () => {
    expect(changed('published', draws(none, none, none, none, 0.9, 0.9))).toEqual(picture);
  });

  it('mirrors left and right, then turns upside down', () => {
    const mirrored = changed('published', draws(none, none, none, none, 0.1, 0.9));
    expect(at(mirrored, 3, 2)).toEqual(at(picture, 3, size - 3));
    const upsideDown = changed('published', draws(none, none, none, none, 0.9, 0.1));
    expect(at(upsideDown, 3, 2)).toEqual(at(picture, size - 4, 2));
  });

  it('takes each pixel from where rotation, shear and zoom send it', () => {
    const random = draws(0.9, 0.2, 0.75, 0.1, 0.9, 0.9);
    const t = ((-30 + 60 * 0.9) * Math.PI) / 180;
    const s = -0.2 + 0.4 * 0.2;
    const [zx, zy] = [0.8 + 0.4 * 0.75, 0.8 + 0.4 * 0.1];
    const product = (a: number[][], b: number[][]) =>
      a.map((row) =>
        [0, 1].map((j) => (row[0] ?? 0) * (b[0]?.[j] ?? 0) + (row[1] ?? 0) * (b[1]?.[j] ?? 0)),
      );
    const rotation = [
      [Math.cos(t), -Math.sin(t)],
      [Math.sin(t), Math.cos(t)],
    ];
    const shear = [
      [1, -Math.sin(s)],
      [0, Math.cos(s)],
    ];
    const zoom = [
      [zx, 0],
      [0, zy],
    ];
    const [[a, b], [c, d]] = product(product(rotation, shear), zoom) as [
      [number, number],
      [number, number],
    ];
    const centre = size / 2 + 0.5;
    const inside = (place: number) => Math.max(0, Math.min(size - 1, Math.floor(place + 0.5)));
    const result = changed('published', random);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const [y, x] = [row - centre, column - centre];
        const source = at(picture, inside(a * y + b * x + centre), inside(c * y + d * x + centre));
        expect(at(result, row, column)).toEqual(source);
      }
    }
  });
});

describe('what an augmentation may do to colour and place', () => {
  const red = Float32Array.from({ length }, (_, i) => (i % 3 === 0 ? 0.6 : 0.12));

  it('mild keeps a plain colour to within its mild change of light', () => {
    const result = changed('mild', seededRandom(8), red);
    for (let i = 0; i < length; i += 3) {
      expect((result[i] as number) / 0.6).toBeGreaterThan(0.87);
      expect((result[i] as number) / 0.6).toBeLessThan(1.14);
      expect((result[i] as number) / (result[i + 1] as number)).toBeCloseTo(5, -0.3);
    }
  });

  it('jitter without a change gives the picture back, and brightness scales it', () => {
    const same = changed('jitter', draws(0.5, 0.5, 0.5, 0.5), red);
    for (const [i, value] of same.entries()) expect(value).toBeCloseTo(red[i] as number, 3);
    const darker = changed('jitter', draws(0, 0.5, 0.5, 0.5), red);
    for (const [i, value] of darker.entries())
      expect(value).toBeCloseTo(0.75 * (red[i] as number), 3);
  });

  it('flip mirrors a row', () => {
    const result = changed('flip', draws(0.9));
    expect(at(result, 5, 0)).toEqual(at(picture, 5, size - 1));
    expect(changed('flip', draws(0.1))).toEqual(picture);
  });

  it('blur spreads a dot and keeps its sum', () => {
    const dot = new Float32Array(length);
    dot[(8 * size + 8) * 3] = 1;
    const result = changed('blur', draws(0.1, 1), dot);
    expect(result[(8 * size + 8) * 3]).toBeLessThan(1);
    expect(result[(8 * size + 7) * 3]).toBeCloseTo(result[(7 * size + 8) * 3] as number, 7);
    expect(result.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
  });

  it('erase turns one rectangle of the wanted area into noise', () => {
    const random = seededRandom(5);
    const values = [0.9, 0.5, 0.5, 0, 0];
    const result = changed('erase', () => values.shift() ?? random());
    const area = 0.5 * (0.02 + 0.2) * size * size;
    const side = Math.round(Math.sqrt(area));
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const erased = row < side && column < side;
        expect(at(result, row, column).join() === at(picture, row, column).join()).toBe(!erased);
      }
    }
  });

  it('crop stretches the part it drew over the whole', () => {
    // Half the area, square, from the upper left: side sqrt(0.5) of the whole.
    const ramp = Float32Array.from({ length }, (_, i) => (Math.floor(i / 3) % size) / size);
    const result = changed('crop', draws(0, 0.5, 0, 0), ramp);
    const place = (15.5 * Math.sqrt(0.5) * size) / size - 0.5;
    expect(at(result, 4, 15)[0]).toBeCloseTo(place / size, 5);
  });
});

describe('prepareImages', () => {
  const bytes = Uint8Array.from({ length: 4 * length }, (_, i) => (i * 31 + (i >> 7)) % 256);
  const images = packImages(size, 4, bytes);
  const order = {
    indexes: Uint32Array.of(2, 0, 2),
    augmentations: ['crop', 'jitter', 'erase'],
    seed: 6,
  };

  it('scales bytes to 0..1 when nothing is to be changed', async () => {
    const pixels = await prepareImages(images, { ...order, augmentations: [] });
    expect(pixels.length).toBe(3 * length);
    expect(pixels[0]).toBeCloseTo((bytes[2 * length] as number) / 255, 6);
    expect(pixels[length + 5]).toBeCloseTo((bytes[5] as number) / 255, 6);
  });

  it('changes each place by itself, even where the image is the same', async () => {
    const pixels = await prepareImages(images, order);
    expect(pixels.subarray(0, length)).not.toEqual(pixels.subarray(2 * length));
    const alone = await prepareImages(images, { ...order, indexes: Uint32Array.of(2) });
    expect(alone).toEqual(pixels.slice(0, length));
  });

  it('gives the same pixels however long each image takes to decode', async () => {
    const delays = [12, 0, 5, 1];
    const slow = {
      count: 4,
      size,
      image: async (index: number) => {
        await new Promise((resolve) => setTimeout(resolve, delays.shift()));
        return images.image(index);
      },
    };
    expect(await prepareImages(slow, order)).toEqual(await prepareImages(images, order));
  });

  it('applies the augmentations in the order of their names', async () => {
    const swapped = { ...order, augmentations: ['erase', 'jitter', 'crop'] };
    expect(await prepareImages(images, swapped)).not.toEqual(await prepareImages(images, order));
  });
});
