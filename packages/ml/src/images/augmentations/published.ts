import { type Augmentation, between } from './augmentation.ts';

const MAX_ROTATION = (30 * Math.PI) / 180;
const MAX_SHEAR = 0.2;
const MAX_ZOOM = 0.2;

/**
 * The published augmentation (MODELS.md 5): from output to input by
 * `M = [[cos t, -sin t], [sin t, cos t]] [[1, -sin s], [0, cos s]] diag(zx, zy)` on (row, column)
 * about size / 2 + 0.5, with t up to 30 degrees, s up to 0.2 radians, zx and zy each 0.8 to 1.2;
 * the nearest pixel, edges repeated; then mirrored, and turned upside down, each half of the time.
 * It knows neither shifts nor changes of colour.
 */
export const published: Augmentation = {
  name: 'published',
  description: 'As the published models were trained: turned, sheared, zoomed, mirrored both ways',
  apply(from, to, size, random) {
    const angle = between(random, -MAX_ROTATION, MAX_ROTATION);
    const shear = between(random, -MAX_SHEAR, MAX_SHEAR);
    const zoomRows = between(random, 1 - MAX_ZOOM, 1 + MAX_ZOOM);
    const zoomColumns = between(random, 1 - MAX_ZOOM, 1 + MAX_ZOOM);
    const mirrored = random() < 0.5;
    const upsideDown = random() < 0.5;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    // The product of the three matrices above, entry by entry: sin t cos s + cos t sin s = sin(t + s).
    const rowByRow = cos * zoomRows;
    const rowByColumn = -Math.sin(angle + shear) * zoomColumns;
    const columnByRow = sin * zoomRows;
    const columnByColumn = Math.cos(angle + shear) * zoomColumns;
    const centre = size / 2 + 0.5;
    for (let outRow = 0, at = 0; outRow < size; outRow++) {
      const dy = (upsideDown ? size - 1 - outRow : outRow) - centre;
      for (let outColumn = 0; outColumn < size; outColumn++, at += 3) {
        const dx = (mirrored ? size - 1 - outColumn : outColumn) - centre;
        const row = nearest(rowByRow * dy + rowByColumn * dx + centre, size);
        const column = nearest(columnByRow * dy + columnByColumn * dx + centre, size);
        const source = (row * size + column) * 3;
        to[at] = from[source] as number;
        to[at + 1] = from[source + 1] as number;
        to[at + 2] = from[source + 2] as number;
      }
    }
  },
};

function nearest(place: number, size: number): number {
  return Math.max(0, Math.min(size - 1, Math.floor(place + 0.5)));
}
