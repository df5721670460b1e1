import sharp from 'sharp';
import { rgb } from '../colours.ts';
import { type DrawnGarment, drawGarment } from '../garments/drawGarment.ts';
import type { DemoProduct } from '../product.ts';
import { createRandom } from '../random.ts';
import { lightAt, softShadow } from './shadow.ts';

/** Width and height of every photo, in pixels. */
export const PHOTO_SIZE = 480;

const BACKDROPS = [
  ['#ffffff', '#eeeeec'],
  ['#fbfbfa', '#e9ebec'],
  ['#fdfbf8', '#efebe5'],
] as const;

/** The SVG of a product as a catalog shows it; view 1 is nearer and slightly turned. */
export function catalogSvg(product: DemoProduct, view: number): string {
  const random = createRandom('catalog', product.look.seed, view);
  const garment = drawGarment(product.look);
  const { centre, fill } = frame(garment);
  // Unscaled where it fits: librsvg draws patterns much faster then.
  const zoom = view === 0 ? fill : fill * random.range(1.12, 1.22);
  const turn = view === 0 ? 0 : random.range(-6, 6);
  const squeeze = view === 0 ? 1 : random.range(0.88, 0.94);
  const place = `translate(240 238) rotate(${turn}) scale(${zoom * squeeze} ${zoom}) translate(0 ${-Math.round(centre)})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PHOTO_SIZE}" height="${PHOTO_SIZE}" viewBox="0 0 480 480"><g transform="${place}">${garment.svg}</g></svg>`;
}

/** The middle of a garment and the zoom at which it fills the picture. */
function frame({ worn, anchors }: DrawnGarment): { centre: number; fill: number } {
  const [top, bottom] = [anchors.neck[1], anchors.hem[1]];
  if (worn === 'bottom') {
    const fill = Math.min(1.5, 380 / (bottom - top), 200 / anchors.hem[0]);
    return { centre: (top + bottom) / 2 + 4, fill };
  }
  if (worn === 'dress') return { centre: (66 + bottom) / 2, fill: 1 };
  if (worn === 'feet') return { centre: 246, fill: 1 };
  if (worn === 'head') return { centre: 230, fill: 1.3 };
  return { centre: worn === 'hand' ? 236 : (66 + bottom) / 2 + 4, fill: 1 };
}

/**
 * A JPEG of a product as a shop shows it: frontal, light background, soft shadow.
 * View 0 is the whole product; view 1 is nearer and slightly turned.
 */
export async function renderCatalogPhoto(
  product: DemoProduct,
  { view = 0 }: { view?: number } = {},
): Promise<Buffer> {
  const svg = Buffer.from(catalogSvg(product, view));
  const garment = await sharp(svg).ensureAlpha().raw().toBuffer();
  const backdrop = createRandom('backdrop', product.look.seed, view).pick(BACKDROPS);
  const raw = { width: PHOTO_SIZE, height: PHOTO_SIZE, channels: 3 as const };
  return sharp(onBackdrop(garment, backdrop), { raw }).jpeg({ quality: 88 }).toBuffer();
}

/** Garment over shadow over a backdrop that darkens towards its rim. */
function onBackdrop(garment: Uint8Array, [centre, rim]: (typeof BACKDROPS)[number]): Uint8Array {
  const size = PHOTO_SIZE;
  const shadow = softShadow(garment, size);
  const [near, far] = [rgb(centre), rgb(rim)];
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const alpha = (garment[at * 4 + 3] ?? 0) / 255;
      const away = Math.min(1, ((x - 240) ** 2 + (y - 220) ** 2) / 110_000);
      const light = alpha === 1 ? 0 : (1 - alpha) * lightAt(shadow, x - 4, y - 9, 0.3);
      for (let k = 0; k < 3; k++) {
        const wall = (near[k] ?? 0) * (1 - away) + (far[k] ?? 0) * away;
        pixels[at * 3 + k] = (garment[at * 4 + k] ?? 0) * alpha + wall * light;
      }
    }
  }
  return pixels;
}
