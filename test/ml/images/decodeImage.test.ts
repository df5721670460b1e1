import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImage, inspectImage } from '../../../packages/ml/src/images/decodeImage.ts';
import type { Preprocessing } from '../../../packages/ml/src/images/preprocessing.ts';

const square = (size: number, fit: 'fill' | 'contain' = 'fill'): Preprocessing => ({
  size,
  fit,
  background: [255, 255, 255],
  scale: 'zero-to-one',
});

/** Left half one colour, right half another. */
async function halves(left: string, right: string, width = 64, height = 32): Promise<Buffer> {
  const half = { create: { width: width / 2, height, channels: 3 as const, background: right } };
  return sharp({ create: { width, height, channels: 3, background: left } })
    .composite([{ input: await sharp(half).png().toBuffer(), left: width / 2, top: 0 }])
    .png()
    .toBuffer();
}

function pixelAt(pixels: Uint8Array, size: number, x: number, y: number): number[] {
  return [...pixels.subarray((y * size + x) * 3, (y * size + x) * 3 + 3)];
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semblance-images-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('decodeImage', () => {
  test('gives RGB rows of the asked size', async () => {
    const pixels = await decodeImage(await halves('#ff0000', '#0000ff'), square(16));
    expect(pixels.length).toBe(16 * 16 * 3);
    expect(pixelAt(pixels, 16, 2, 8)).toEqual([255, 0, 0]);
    expect(pixelAt(pixels, 16, 13, 8)).toEqual([0, 0, 255]);
  });

  test('pads with the background when the aspect ratio is kept', async () => {
    const preprocessing: Preprocessing = { ...square(16, 'contain'), background: [0, 255, 0] };
    const pixels = await decodeImage(await halves('#ff0000', '#0000ff'), preprocessing);
    expect(pixelAt(pixels, 16, 8, 0)).toEqual([0, 255, 0]);
    expect(pixelAt(pixels, 16, 3, 8)).toEqual([255, 0, 0]);
  });

  test('applies the EXIF orientation', async () => {
    // Orientation 6: turn clockwise by a quarter to show, so left becomes top.
    const turned = await sharp(await halves('#ff0000', '#0000ff'))
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const pixels = await decodeImage(turned, square(16));
    expect(pixelAt(pixels, 16, 8, 2)).toEqual([255, 0, 0]);
    expect(pixelAt(pixels, 16, 8, 13)).toEqual([0, 0, 255]);
    expect(await inspectImage(turned)).toEqual({ format: 'png', width: 32, height: 64 });
  });

  test('flattens transparency on the background', async () => {
    const clear = { r: 255, g: 0, b: 0, alpha: 0 };
    const png = await sharp({ create: { width: 8, height: 8, channels: 4, background: clear } })
      .png()
      .toBuffer();
    const pixels = await decodeImage(png, { ...square(4), background: [10, 20, 30] });
    expect(pixelAt(pixels, 4, 1, 1)).toEqual([10, 20, 30]);
  });

  test('turns grey, 16-bit and CMYK images into three bytes a pixel', async () => {
    const colour = sharp(await halves('#808080', '#808080'));
    const grey = await colour.clone().greyscale().png().toBuffer();
    const deep = await colour.clone().toColourspace('rgb16').png().toBuffer();
    const cmyk = await colour.clone().toColourspace('cmyk').jpeg().toBuffer();
    for (const bytes of [grey, deep, cmyk]) {
      const pixels = await decodeImage(bytes, square(8));
      expect(pixels.length).toBe(8 * 8 * 3);
      // CMYK takes two colour profiles there and back, which moves grey by a dozen levels.
      for (const value of pixelAt(pixels, 8, 4, 4)) expect(Math.abs(value - 128)).toBeLessThan(18);
    }
  });

  test('refuses a size or background that makes no sense', async () => {
    const png = await halves('#ff0000', '#0000ff');
    await expect(decodeImage(png, square(0))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(decodeImage(png, { ...square(8), background: [0, 0, 256] })).rejects.toMatchObject(
      { code: 'CONFIG_INVALID' },
    );
  });
});

describe('bad images', () => {
  const both = [
    (source: string | Uint8Array) => decodeImage(source, square(32)),
    (source: string | Uint8Array) => inspectImage(source),
  ];
  const expectRefused = async (source: string | Uint8Array, code: string) => {
    for (const read of both) await expect(read(source)).rejects.toMatchObject({ code });
  };

  test('a missing file is named', async () => {
    const path = join(folder, 'nowhere.jpg');
    await expectRefused(path, 'IMAGE_MISSING');
    await expect(inspectImage(path)).rejects.toThrow(path);
  });

  test('a folder in place of a file is a missing image', async () => {
    await expectRefused(folder, 'IMAGE_MISSING');
  });

  test('a file without bytes is empty', async () => {
    const path = join(folder, 'empty.jpg');
    await writeFile(path, '');
    await expectRefused(path, 'IMAGE_EMPTY');
  });

  test('a truncated JPEG, PNG and WebP are corrupt, wherever they are cut', async () => {
    const noise = sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    });
    const whole = [
      await noise.clone().jpeg().toBuffer(),
      await noise.clone().png().toBuffer(),
      await noise.clone().webp().toBuffer(),
    ];
    for (const bytes of whole) {
      expect((await inspectImage(bytes)).width).toBe(300);
      for (const share of [0.3, 0.9]) {
        await expectRefused(bytes.subarray(0, bytes.length * share), 'IMAGE_CORRUPT');
      }
    }
  });

  test('bytes that are no image are unsupported, and so is a drawing program', async () => {
    await expectRefused(Buffer.from('<html>404 not found</html>'), 'IMAGE_UNSUPPORTED');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    await expectRefused(Buffer.from(svg), 'IMAGE_UNSUPPORTED');
  });

  test('more pixels than the limit are refused before they are decoded', async () => {
    // A blank image compresses to a few kilobytes, as a decompression bomb does.
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' },
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    await expectRefused(bomb, 'IMAGE_TOO_LARGE');
  });
});
