import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  pictureDifference,
  signatureOf,
} from '../../../../apps/api/src/catalog/images/signature.ts';

/** A shirt-like drawing on white, with a pocket and a stripe: no photo is symmetric. */
function drawing(colour: string, size = 240, collar = 20): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${size}" height="${size}">
    <rect width="100" height="100" fill="#fff"/>
    <path d="M20 25 L40 15 L60 15 L80 25 L74 45 L66 42 L66 88 L34 88 L34 42 L26 45 Z" fill="${colour}"/>
    <path d="M40 15 L50 ${15 + collar} L60 15 Z" fill="#fff"/>
    <path d="M54 48 h9 v11 h-9 Z M36 70 L66 60 v4 L36 75 Z" fill="#222"/></svg>`;
  return sharp(Buffer.from(svg));
}

const of = async (image: Sharp) => signatureOf(sharp(await image.toBuffer()));

function bitsApart(a: string, b: string): number {
  let apart = 0;
  for (let at = 0; at < a.length; at++) {
    const both = Number.parseInt(a[at] as string, 16) ^ Number.parseInt(b[at] as string, 16);
    apart += both.toString(2).replaceAll('0', '').length;
  }
  return apart;
}

describe('the signature of a picture', () => {
  it('has 256 bits, half of them set, and 16 x 16 pixels in colour', async () => {
    const { perceptualHash, miniature } = await of(drawing('#c00').png());
    expect(perceptualHash).toMatch(/^[0-9a-f]{64}$/);
    // The median divides the 255 frequencies beside the mean in halves.
    expect(bitsApart(perceptualHash, '0'.repeat(64))).toBeGreaterThanOrEqual(127);
    expect(bitsApart(perceptualHash, '0'.repeat(64))).toBeLessThanOrEqual(128);
    expect(miniature).toHaveLength(16 * 16 * 3);
    // The corner is white, the middle of the shirt is red.
    expect([...miniature.subarray(0, 3)]).toEqual([255, 255, 255]);
    const middle = (12 * 16 + 8) * 3;
    const [red = 0, green = 0, blue = 0] = miniature.subarray(middle, middle + 3);
    expect(red).toBeGreaterThan(198);
    expect(Math.max(green, blue)).toBeLessThan(6);
  });

  it('survives packing and resizing, and tells colours and cuts apart', async () => {
    const red = await of(drawing('#c00').png());
    const alike = [
      await of(drawing('#c00').jpeg({ quality: 60 })),
      await of(drawing('#c00').webp({ quality: 60 })),
      await of(drawing('#c00', 120).png()),
      await of(drawing('#c00', 480).jpeg()),
    ];
    for (const other of alike) {
      expect(bitsApart(red.perceptualHash, other.perceptualHash)).toBeLessThanOrEqual(16);
      expect(pictureDifference(red.miniature, other.miniature)).toBeLessThan(0.05);
    }
    const blue = await of(drawing('#00c').png());
    expect(pictureDifference(red.miniature, blue.miniature)).toBeGreaterThan(0.3);
    const vNeck = await of(drawing('#c00', 240, 45).png());
    expect(bitsApart(red.perceptualHash, vNeck.perceptualHash)).toBeGreaterThan(16);
  });

  it('is that of the picture as it is seen: upright, on white, in sRGB', async () => {
    const plain = await of(drawing('#c60').png());
    const turned = await drawing('#c60').rotate(-90).jpeg({ quality: 100 }).toBuffer();
    const tagged = sharp(turned).withMetadata({ orientation: 6 }).jpeg({ quality: 100 });
    const clear = await drawing('#c60').ensureAlpha().png().toBuffer();
    const cmyk = await drawing('#c60').toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    const deep = await drawing('#c60').toColourspace('rgb16').png().toBuffer();
    for (const bytes of [await tagged.toBuffer(), clear, cmyk, deep]) {
      const { miniature } = await signatureOf(sharp(bytes));
      expect(pictureDifference(plain.miniature, miniature)).toBeLessThan(0.08);
    }
  });

  it('measures a difference by how much is there: the mean of differences over that of ink', () => {
    const white = new Uint8Array(768).fill(255);
    const grey = new Uint8Array(768).fill(155);
    const darker = new Uint8Array(768).fill(145);
    // Differences of 10, ink of (100 + 110) / 2.
    expect(pictureDifference(grey, darker)).toBeCloseTo(10 / 105, 10);
    expect(pictureDifference(white, white)).toBe(0);
    // Nearly nothing is there: noise of one level must not look like another picture.
    expect(pictureDifference(white, new Uint8Array(768).fill(254))).toBeCloseTo(1 / 8, 10);
  });
});
