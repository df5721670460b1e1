import sharp from 'sharp';
import type { Point } from '../draw/artist.ts';
import { type DrawnGarment, drawGarment } from '../garments/drawGarment.ts';
import type { Worn } from '../garments/kind.ts';
import type { DemoProduct } from '../product.ts';
import { createRandom, type Random } from '../random.ts';
import { backgroundSvg, type Place } from './backgrounds.ts';
import { PHOTO_SIZE } from './catalogPhoto.ts';
import { foregroundSvg } from './foreground.ts';
import { softShadow } from './shadow.ts';
import { addGrain, type Warp, warpOnto } from './warp.ts';
import { type Scene, wear } from './wearing.ts';

/** How a garment is met outside the studio. */
type Setting = 'worn' | 'lying' | 'hanging';

const SETTINGS: Readonly<Record<Worn, readonly Setting[]>> = {
  top: ['worn', 'lying', 'worn', 'hanging'],
  dress: ['worn', 'hanging', 'worn', 'lying'],
  bottom: ['worn', 'lying', 'hanging'],
  feet: ['worn', 'lying'],
  head: ['worn', 'lying'],
  hand: ['worn', 'lying'],
};

/**
 * A JPEG of a product as somebody photographs it: worn, lying about or hanging, at an angle, in
 * poor light, partly covered, with grain. Photos of other indexes show other settings.
 */
export async function renderWildPhoto(
  product: DemoProduct,
  { index = 0 }: { index?: number } = {},
): Promise<Buffer> {
  const settings = createRandom('settings', product.look.seed);
  const random = createRandom('wild', product.look.seed, index);
  const garment = drawGarment(product.look);
  const list = SETTINGS[garment.worn];
  const setting = list[(settings.integer(0, list.length - 1) + index) % list.length] ?? 'lying';
  const { scene, place } = compose(garment, setting, random);
  const [subject, background] = await Promise.all([
    sharp(Buffer.from(sceneSvg(scene)))
      .ensureAlpha()
      .raw()
      .toBuffer(),
    sharp(Buffer.from(backgroundSvg(place, random)))
      .blur(random.range(0.5, setting === 'worn' ? 3.2 : 1.2))
      .removeAlpha()
      .raw()
      .toBuffer(),
  ]);
  const size = scene.box[2];
  const cast = softShadow(subject, size);
  const layer = { pixels: subject, size, shadow: cast };
  warpOnto(background, PHOTO_SIZE, layer, viewpoint(setting, garment.worn, random));
  addGrain(background, random.range(3, 15), random);
  return finish(background, setting, random);
}

function compose(garment: DrawnGarment, setting: Setting, random: Random) {
  if (setting === 'worn') {
    const place: Place =
      garment.worn === 'feet' ? 'ground' : random.pick(['outside', 'inside'] as const);
    return { scene: wear(garment, random), place };
  }
  const box = garment.worn === 'bottom' ? ([-230, 20, 460] as const) : ([-240, 0, 480] as const);
  const hanger = setting === 'hanging' ? hangerSvg(garment.worn) : '';
  const scene: Scene = { svg: hanger + garment.svg, box };
  return { scene, place: setting === 'lying' ? ('ground' as const) : ('wall' as const) };
}

function hangerSvg(worn: Worn): string {
  const y = worn === 'bottom' ? 62 : 92;
  return `<path d="M0 ${y - 34}C-2 ${y - 52} 22 ${y - 56} 20 ${y - 74}C18 ${y - 92} -14 ${y - 90} -12 ${y - 72}" fill="none" stroke="#8c8f94" stroke-width="5"/><path d="M0 ${y - 34}L-104 ${y + 22}H104Z" fill="none" stroke="#a77b4c" stroke-width="10" stroke-linejoin="round"/>`;
}

/** One unit is one pixel: librsvg draws patterns much faster unscaled, and the warp scales anyway. */
function sceneSvg({ svg, box }: Scene): string {
  const [x, y, size] = box;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${x} ${y} ${size} ${size}">${svg}</svg>`;
}

const SHADOWS: Readonly<Record<Setting, Point>> = {
  worn: [3, 5],
  lying: [6, 9],
  hanging: [14, 14],
};

/** A camera that is never quite in front: turn, distance, tilt, shift. */
function viewpoint(setting: Setting, worn: Worn, random: Random): Warp {
  // People who are cut off by the frame must reach it, so the camera is nearer and straighter.
  const cut = setting === 'worn' && worn !== 'top' && worn !== 'dress';
  const most = setting === 'lying' ? 34 : cut ? 4 : 8;
  const turn = (random.range(-most, most) * Math.PI) / 180;
  const zoom = setting === 'lying' ? random.range(0.84, 1.16) : random.range(cut ? 1.14 : 1, 1.26);
  const half = (PHOTO_SIZE / 2) * zoom;
  const dx = random.range(-1, 1) * (cut ? 14 : 34);
  const dy = setting === 'worn' ? (half - 240) * (cut ? 0.35 : 0.9) : random.range(-26, 26);
  const tilt = random.range(-0.12, 0.2) * (setting === 'worn' ? 0.5 : 1);
  const lean = random.range(-0.13, 0.13);
  const corner = (x: number, y: number): Point => {
    const depth = 1 + tilt * y + lean * x;
    const [px, py] = [x * half * depth, y * half * (1 - Math.abs(tilt) * 0.5) * depth];
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    return [240 + dx + px * c - py * s, 240 + dy + px * s + py * c];
  };
  return {
    corners: [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)],
    ripple: random.range(1.5, 5),
    phase: random.range(0, 6.28),
    shadow: SHADOWS[setting],
  };
}

function finish(pixels: Uint8Array, setting: Setting, random: Random): Promise<Buffer> {
  const warmth = random.range(-0.09, 0.09);
  const exposure = random.range(0.74, 1.04);
  const gains = [exposure * (1 + warmth), exposure, exposure * (1 - warmth)];
  const raw = { width: PHOTO_SIZE, height: PHOTO_SIZE, channels: 3 as const };
  const overlay = Buffer.from(foregroundSvg(random, setting === 'worn'));
  const lift = random.range(-4, 8);
  let image = sharp(pixels, { raw }).recomb(saturation(random.range(0.82, 1.15)));
  if (random.chance(0.35)) image = image.blur(random.range(0.5, 1.4));
  return image
    .composite([{ input: overlay }])
    .linear(gains, [lift, lift, lift])
    .jpeg({ quality: random.integer(52, 80) })
    .toBuffer();
}

type Matrix = [[number, number, number], [number, number, number], [number, number, number]];

/** Colours nearer to (below 1) or further from grey; much cheaper than sharp's modulate. */
function saturation(amount: number): Matrix {
  const [r, g, b] = [0.299, 0.587, 0.114].map((weight) => weight * (1 - amount)) as [
    number,
    number,
    number,
  ];
  return [
    [r + amount, g, b],
    [r, g + amount, b],
    [r, g, b + amount],
  ];
}
