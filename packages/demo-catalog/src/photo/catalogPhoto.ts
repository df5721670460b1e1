import sharp from 'sharp';
import { drawGarment } from '../garments/drawGarment.ts';
import type { DemoProduct } from '../product.ts';
import { createRandom } from '../random.ts';

/** Width and height of every photo, in pixels. */
export const PHOTO_SIZE = 480;

const BACKDROPS = [
  ['#ffffff', '#eeeeec'],
  ['#fbfbfa', '#e9ebec'],
  ['#fdfbf8', '#efebe5'],
] as const;

/** The SVG of a product on a light studio background; view 1 is nearer and slightly turned. */
export function catalogSvg(product: DemoProduct, view: number): string {
  const random = createRandom('catalog', product.look.seed, view);
  const [centre, rim] = random.pick(BACKDROPS);
  const zoom = view === 0 ? random.range(0.98, 1.06) : random.range(1.12, 1.2);
  const turn = view === 0 ? random.range(-1.2, 1.2) : random.range(-6, 6);
  const squeeze = view === 0 ? 1 : random.range(0.88, 0.94);
  const place = `translate(240 ${view === 0 ? 240 : 232}) rotate(${turn}) scale(${zoom * squeeze} ${zoom}) translate(0 -243)`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${PHOTO_SIZE}" height="${PHOTO_SIZE}" viewBox="0 0 480 480">` +
    `<defs><radialGradient id="bg" cx=".5" cy=".45" r=".75"><stop offset="0" stop-color="${centre}"/><stop offset="1" stop-color="${rim}"/></radialGradient>` +
    `<filter id="soft" x="-10%" y="-10%" width="120%" height="125%"><feGaussianBlur in="SourceAlpha" stdDeviation="6"/><feOffset dx="4" dy="9"/><feComponentTransfer><feFuncA type="linear" slope=".3"/></feComponentTransfer><feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter></defs>` +
    `<rect width="480" height="480" fill="url(#bg)"/>` +
    `<g filter="url(#soft)"><g transform="${place}">${drawGarment(product.look).svg}</g></g></svg>`
  );
}

/**
 * A JPEG of a product as a shop shows it: frontal, light background, soft shadow.
 * View 0 is the whole product; view 1 is nearer and slightly turned.
 */
export function renderCatalogPhoto(
  product: DemoProduct,
  { view = 0 }: { view?: number } = {},
): Promise<Buffer> {
  return sharp(Buffer.from(catalogSvg(product, view)))
    .jpeg({ quality: 88 })
    .toBuffer();
}
