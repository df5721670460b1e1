import type { Artist, Fold, Point, Surface } from '../draw/artist.ts';

export interface SleeveOptions {
  readonly length: string;
  /** Where the seam starts on top and ends under the arm. */
  readonly shoulder: Point;
  readonly armpit: Point;
  readonly cuff: 'hem' | 'rib' | 'button';
  /** Extra width, for coats and jumpers. */
  readonly loose?: number;
  readonly surface?: Surface;
  readonly colour?: string;
}

/** [outer x, outer y, inner x, inner y] of the sleeve's end. */
const ENDS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  Short: [167, 190, 125, 222],
  Elbow: [174, 250, 130, 266],
  Long: [184, 366, 146, 374],
};

/** Draws both sleeves (before the body, which covers their seam) and returns the right cuff. */
export function drawSleeves(artist: Artist, options: SleeveOptions): Point | undefined {
  const end = ENDS[options.length];
  if (end === undefined) return undefined;
  const { shoulder, armpit, cuff, loose = 0 } = options;
  const [ox, oy, ix, iy] = [end[0] + loose, end[1], end[2], end[3]];
  const [sx, sy] = shoulder;
  const [ax, ay] = armpit;
  const d =
    `M${sx - 14} ${sy - 6}C${sx + 16} ${sy + 4} ${sx + 34 + loose} ${sy + 30} ${sx + (ox - sx) * 0.62 + loose * 0.4} ${sy + (oy - sy) * 0.58}` +
    `L${ox} ${oy}L${ix} ${iy}C${ax + (ix - ax) * 0.6} ${ay + (iy - ay) * 0.55} ${ax + 12} ${ay + 22} ${ax} ${ay}L${sx - 30} ${sy + 40}Z`;
  const folds: Fold[] = sleeveFolds(artist, options, [ox, oy, ix, iy]);
  artist.both(() => {
    artist.cloth(d, { angle: options.length === 'Long' ? -14 : -32, folds, ...look(options) });
    if (cuff === 'hem') hem(artist, [ox, oy, ix, iy]);
    else band(artist, [ox, oy, ix, iy], cuff, options.colour);
  });
  return [(ox + ix) / 2, (oy + iy) / 2];
}

function look({ surface, colour }: SleeveOptions) {
  return { ...(surface && { surface }), ...(colour !== undefined && { colour, plain: true }) };
}

function sleeveFolds({ random }: Artist, o: SleeveOptions, end: readonly number[]): Fold[] {
  const [ox = 0, oy = 0, ix = 0, iy = 0] = end;
  const [ax, ay] = o.armpit;
  const folds: Fold[] = [
    [[ax - 6, ay - 10], [o.shoulder[0] + 12, o.shoulder[1] + 26], random.range(4, 10), 7],
    [[ax + 2, ay + 6], [(ox + ax) / 2 + 14, (oy + ay) / 2 - 10], random.range(-8, -3), 6],
  ];
  if (o.length === 'Short') return folds;
  for (const share of [0.3, 0.46, 0.62, 0.84]) {
    const y = ay + (iy - ay) * share + random.range(-8, 8);
    const x = ax + (ix - ax) * share;
    folds.push([
      [x - 2, y],
      [x + random.range(26, 44), y - random.range(4, 22)],
      random.range(-5, 5),
      5,
    ]);
  }
  return folds;
}

function hem(artist: Artist, [ox = 0, oy = 0, ix = 0, iy = 0]: readonly number[]): void {
  const [dx, dy] = downward(ox, oy, ix, iy, 9);
  artist.stitches(`M${ox - dx} ${oy - dy}L${ix - dx} ${iy - dy}`);
}

/** A step of the given length down the sleeve, at right angles to its end. */
function downward(ox: number, oy: number, ix: number, iy: number, length: number): Point {
  const l = Math.hypot(ox - ix, oy - iy) || 1;
  return [(-(oy - iy) / l) * length, ((ox - ix) / l) * length];
}

function band(
  artist: Artist,
  [ox = 0, oy = 0, ix = 0, iy = 0]: readonly number[],
  kind: 'rib' | 'button',
  colour: string | undefined,
): void {
  const [dx, dy] = downward(ox, oy, ix, iy, 22);
  const pinch = kind === 'rib' ? 3 : 0;
  const d = `M${ox - dx} ${oy - dy}L${ox - pinch} ${oy}Q${(ox + ix) / 2} ${(oy + iy) / 2 + 4} ${ix + pinch} ${iy}L${ix - dx} ${iy - dy}Z`;
  artist.cloth(d, {
    plain: kind === 'rib',
    surface: kind === 'rib' ? 'rib' : 'none',
    angle: -14,
    ...(colour !== undefined && { colour }),
  });
  if (kind === 'rib') return;
  const [bx, by] = [ix + (ox - ix) * 0.3 - dx / 2, iy + (oy - iy) * 0.3 - dy / 2];
  artist.add(`<circle cx="${bx}" cy="${by}" r="3" fill="#f4f1e8" stroke="#77736a"/>`);
}
