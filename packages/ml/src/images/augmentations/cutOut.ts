/** How far a channel may be from the backdrop's and still be backdrop. */
const TOLERANCE = 14 / 255;
/** Share of the image's edge that a backdrop of one colour must cover. */
const MIN_EDGE = 0.6;
/** Less or more of the image than this is no product, or a backdrop that leaked into it. */
const MIN_PRODUCT = 0.04;
const MAX_PRODUCT = 0.95;

/** How much of each pixel is product, 0 to 1, and the box that holds the product. */
export interface CutOut {
  /** `[size, size]` */
  alpha: Float32Array;
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Separates a product from a backdrop of one colour, which is what reaches in from the edges of
 * the image; nothing where there is no such backdrop, as in photos taken at home.
 *
 * @param pixels `[size, size, 3]` in 0..1
 */
export function cutOut(pixels: Float32Array, size: number): CutOut | undefined {
  const edge = edgePlaces(size);
  const [red, green, blue] = [0, 1, 2].map((channel) => median(pixels, edge, channel)) as [
    number,
    number,
    number,
  ];
  const isBackdrop = (place: number) =>
    Math.abs((pixels[place * 3] as number) - red) <= TOLERANCE &&
    Math.abs((pixels[place * 3 + 1] as number) - green) <= TOLERANCE &&
    Math.abs((pixels[place * 3 + 2] as number) - blue) <= TOLERANCE;
  const starts = edge.filter(isBackdrop);
  if (starts.length < MIN_EDGE * edge.length) return undefined;
  const product = flood(starts, isBackdrop, size);
  const share = product.reduce((sum, value) => sum + value, 0) / product.length;
  if (share < MIN_PRODUCT || share > MAX_PRODUCT) return undefined;
  return { alpha: soften(product, size), ...boxOf(product, size) };
}

function edgePlaces(size: number): number[] {
  const last = size - 1;
  return Array.from({ length: size }, (_, i) => [
    i,
    last * size + i,
    i * size,
    i * size + last,
  ]).flat();
}

function median(pixels: Float32Array, places: readonly number[], channel: number): number {
  const values = Float32Array.from(places, (place) => pixels[place * 3 + channel] as number).sort();
  return values[values.length >> 1] as number;
}

/** 0 where the backdrop reaches, 1 elsewhere. */
function flood(starts: number[], isBackdrop: (place: number) => boolean, size: number): Uint8Array {
  const product = new Uint8Array(size * size).fill(1);
  const waiting = starts;
  for (const place of waiting) product[place] = 0;
  const visit = (place: number) => {
    if (product[place] === 0 || !isBackdrop(place)) return;
    product[place] = 0;
    waiting.push(place);
  };
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const column = place % size;
    if (column > 0) visit(place - 1);
    if (column < size - 1) visit(place + 1);
    if (place >= size) visit(place - size);
    if (place < size * (size - 1)) visit(place + size);
  }
  return product;
}

/** Pixels that touch the backdrop are mixed with its colour: they count in part, or not at all. */
function soften(product: Uint8Array, size: number): Float32Array {
  const alpha = new Float32Array(product.length);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (product[row * size + column] === 0) continue;
      let inside = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(size - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(size - 1, column + 1); x++) {
          inside += product[y * size + x] === 0 ? -1 : 0;
        }
      }
      // All nine are product: 1. Up to four are not, as along a straight edge: down to 0.
      alpha[row * size + column] = Math.max(0, 1 + inside / 4);
    }
  }
  return alpha;
}

function boxOf(product: Uint8Array, size: number) {
  let [left, right, top, bottom] = [size, 0, size, 0];
  for (const [place, value] of product.entries()) {
    if (value === 0) continue;
    const column = place % size;
    const row = (place - column) / size;
    left = Math.min(left, column);
    right = Math.max(right, column);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
