import type { Artist, Fold } from '../draw/artist.ts';
import { half } from '../draw/path.ts';

/** A flared panel from waist to hem; x from the axis. */
export interface Panel {
  readonly top: number;
  readonly waist: number;
  readonly bottom: number;
  readonly hem: number;
  readonly pleats: boolean;
}

export function panelOutline({ top, waist, bottom, hem, pleats }: Panel): string {
  const length = bottom - top;
  const start = half(0, top).to(waist, top);
  const hip = waist + (hem - waist) * 0.52 + 6;
  const side = start.curve(
    waist + 6,
    top + length * 0.16,
    hip,
    top + length * 0.4,
    hem,
    bottom - 8,
  );
  if (!pleats) {
    return side.curve(hem * 0.7, bottom + 8, hem * 0.3, bottom + 12, 0, bottom + 12).closed();
  }
  // A pleated hem runs in small waves, an odd number of halves so that the middle is a ridge.
  const waves = 5;
  let result = side;
  for (let i = waves; i > 0; i--) {
    const from = (hem * i) / waves;
    const to = (hem * (i - 1)) / waves;
    const y = bottom - 8 + (1 - (to / hem) ** 2) * 18;
    result = result.curve(from - hem / waves / 3, y + 9, to + hem / waves / 3, y + 9, to, y);
  }
  return result.closed();
}

/** Folds that fall from the waist, or the edges of pleats. */
export function panelFolds({ random }: Artist, { top, waist, bottom, hem, pleats }: Panel): Fold[] {
  const folds: Fold[] = [];
  const count = pleats ? 9 : 6;
  for (let i = 0; i < count; i++) {
    const t = ((i + 0.5) / count) * 2 - 1 + (pleats ? 0 : random.range(-0.07, 0.07));
    const start = pleats ? top + 2 : top + (bottom - top) * random.range(0.02, 0.4);
    const at = (start - top) / (bottom - top);
    const x0 = t * (waist + (hem - waist) * at) * 0.92;
    folds.push([
      [x0, start],
      [t * hem * 0.97, bottom + 14],
      t * 5 + random.range(-3, 3),
      pleats ? 9 : random.range(9, 15),
    ]);
  }
  return folds;
}
