import type { Artist, Fold } from '../draw/artist.ts';
import { half } from '../draw/path.ts';

/** Measures of the body of a top; x from the axis. */
export interface Torso {
  readonly neckWidth: number;
  readonly neckDepth: number;
  readonly vee?: boolean;
  readonly waist: number;
  readonly hemWidth: number;
  readonly hemY: number;
  /** How much lower the hem is in the middle. */
  readonly hemDrop: number;
}

export const SHOULDER = [106, 108] as const;
export const ARMPIT = [92, 196] as const;
const NECK_TOP = 84;

/** Half widths by fit. */
export function fitWidths(fit: string | undefined): { waist: number; hemWidth: number } {
  if (fit === 'Slim') return { waist: 76, hemWidth: 84 };
  if (fit === 'Relaxed') return { waist: 98, hemWidth: 102 };
  return { waist: 87, hemWidth: 92 };
}

export function torsoOutline(t: Torso): string {
  const start = half(0, NECK_TOP + t.neckDepth);
  const neck = t.vee
    ? start.curve(
        t.neckWidth * 0.3,
        NECK_TOP + t.neckDepth * 0.72,
        t.neckWidth * 0.8,
        NECK_TOP + 24,
        t.neckWidth,
        NECK_TOP,
      )
    : start.curve(
        t.neckWidth * 0.62,
        NECK_TOP + t.neckDepth,
        t.neckWidth * 0.95,
        NECK_TOP + t.neckDepth * 0.55,
        t.neckWidth,
        NECK_TOP,
      );
  return neck
    .curve(t.neckWidth + 26, NECK_TOP + 10, 88, 98, SHOULDER[0], SHOULDER[1])
    .curve(96, 132, 92, 164, ARMPIT[0], ARMPIT[1])
    .curve(t.waist + 3, 240, t.waist, 280, t.waist + 1, 316)
    .curve(t.waist + 2, 350, t.hemWidth, 380, t.hemWidth, t.hemY)
    .curve(
      t.hemWidth * 0.66,
      t.hemY + t.hemDrop,
      t.hemWidth * 0.3,
      t.hemY + t.hemDrop,
      0,
      t.hemY + t.hemDrop,
    )
    .closed();
}

/** The inside of the back, seen through the neck opening, with its label. */
export function drawBackNeck(artist: Artist, neckWidth: number, depth: number, colour?: string) {
  const d = half(0, NECK_TOP - 9)
    .curve(neckWidth * 0.6, NECK_TOP - 9, neckWidth, NECK_TOP - 6, neckWidth + 2, NECK_TOP)
    .curve(
      neckWidth,
      NECK_TOP + depth * 0.8,
      neckWidth * 0.6,
      NECK_TOP + depth + 8,
      0,
      NECK_TOP + depth + 8,
    )
    .closed();
  const { dark, deep } = artist.fabric;
  artist.fill(
    d,
    colour ??
      artist.gradient(
        [
          [0, dark, 1],
          [1, deep, 1],
        ],
        [0, 0, 0, 1],
      ),
  );
  artist.line(d, { width: 1.2 });
  artist.add(
    `<rect x="-11" y="${NECK_TOP - 1}" width="22" height="13" rx="1.5" fill="#f7f5ee" stroke="#b9b5a8" stroke-width=".8"/><path d="M-6 ${NECK_TOP + 4}H6M-4 ${NECK_TOP + 8}H4" stroke="#8d8a80" stroke-width="1"/>`,
  );
}

/** A band along the front neck: crew, scoop or V. */
export function neckBand(t: Torso, width: number): string {
  const { neckWidth: w, neckDepth: n } = t;
  const k = width;
  const outer = half(0, NECK_TOP + n + k * (t.vee ? 1.4 : 1));
  const rim = t.vee
    ? outer.curve(
        w * 0.36 + k * 0.5,
        NECK_TOP + n * 0.74 + k,
        w * 0.86 + k,
        NECK_TOP + 28,
        w + k,
        NECK_TOP + 3,
      )
    : outer.curve(
        w * 0.7 + k * 0.6,
        NECK_TOP + n + k,
        w * 0.98 + k,
        NECK_TOP + n * 0.6 + k * 0.5,
        w + k,
        NECK_TOP + 3,
      );
  const top = rim.to(w, NECK_TOP - 1);
  const inner = t.vee
    ? top.curve(w * 0.8, NECK_TOP + 24, w * 0.3, NECK_TOP + n * 0.72, 0, NECK_TOP + n)
    : top.curve(w * 0.95, NECK_TOP + n * 0.55, w * 0.62, NECK_TOP + n, 0, NECK_TOP + n);
  return inner.closed();
}

/** Creases from the armpits, across the waist and up from the hem. */
export function torsoFolds({ random }: Artist, t: Torso): Fold[] {
  const { waist, hemY } = t;
  const folds: Fold[] = [];
  for (const side of [-1, 1]) {
    folds.push([
      [side * 90, 190],
      [side * random.range(40, 58), random.range(222, 246)],
      side * 8,
      8,
    ]);
    folds.push([
      [side * 88, 206],
      [side * random.range(30, 52), random.range(262, 300)],
      side * 10,
      9,
    ]);
    folds.push([
      [side * (waist - 2), random.range(300, 330)],
      [side * random.range(24, 42), random.range(300, 330)],
      side * -7,
      8,
    ]);
    const x = side * random.range(28, 66);
    folds.push([
      [x, hemY + 4],
      [x + random.range(-16, 16), hemY - random.range(70, 120)],
      random.range(-6, 6),
      9,
    ]);
  }
  folds.push([
    [random.range(-12, 12), hemY + 6],
    [random.range(-20, 20), hemY - 150],
    random.range(-10, 10),
    8,
  ]);
  folds.push([[-34, 128], [random.range(-14, 0), 190], -8, 7]);
  folds.push([[36, 126], [random.range(4, 16), 180], 8, 6]);
  return folds;
}
