import type { Random } from '../random.ts';
import { dye, type Fabric } from './fabric.ts';
import { leaf } from './path.ts';
import { type Block, patternElement } from './patterns.ts';

export type Point = readonly [number, number];

/** One fold: from, to, sideways bend and width. */
export type Fold = readonly [from: Point, to: Point, bend: number, width: number];

export interface ClothOptions {
  /** Turn of the pattern, degrees. */
  readonly angle?: number;
  /** A plain colour in place of the garment's fabric. */
  readonly colour?: string;
  readonly plain?: boolean;
  readonly folds?: readonly Fold[];
  /** Surface drawn over the colour. */
  readonly surface?: Surface;
  /** Strength of the shading from side to side; 1 is usual. */
  readonly round?: number;
  readonly outline?: number;
}

export type Surface = 'none' | 'knit' | 'rib' | 'denim' | 'leather' | 'quilt' | 'canvas';

interface Stroke {
  readonly colour?: string;
  readonly width?: number;
  readonly opacity?: number;
  readonly dash?: string;
}

/** Draws one garment in a 480 x 480 space whose x runs from -240 to 240. */
export class Artist {
  readonly fabric: Fabric;
  readonly random: Random;
  block: Block = { from: 190, to: 275 };
  private readonly defs: string[] = [];
  private parts: string[] = [];
  private behind: string[] = [];
  private serial = 0;

  constructor(fabric: Fabric, random: Random) {
    this.fabric = fabric;
    this.random = random;
  }

  /** What lies behind a wearer's neck, definitions first, and what lies in front of the body. */
  layers(): { behind: string; front: string } {
    const behind = `<defs>${this.defs.join('')}</defs>${this.behind.join('')}`;
    return { behind, front: this.parts.join('') };
  }

  /** Makes all that is drawn so far the part behind a wearer's neck. */
  endBehind(): void {
    this.behind = [...this.behind, ...this.parts];
    this.parts = [];
  }

  add(svg: string): void {
    this.parts.push(svg);
  }

  /** Keeps a definition and returns its id; `make` gets the id. */
  define(make: (id: string) => string): string {
    const id = `d${this.serial++}`;
    this.defs.push(make(id));
    return id;
  }

  /** Draws twice: as it is, and mirrored at the axis. */
  both(draw: (side: 'right' | 'left') => void): void {
    draw('right');
    this.add('<g transform="scale(-1 1)">');
    draw('left');
    this.add('</g>');
  }

  /** Draws something that shows only within an outline. */
  within(d: string, draw: () => void): void {
    const clip = this.define((id) => `<clipPath id="${id}"><path d="${d}"/></clipPath>`);
    this.add(`<g clip-path="url(#${clip})">`);
    draw();
    this.add('</g>');
  }

  line(d: string, { colour, width = 1.4, opacity = 0.75, dash }: Stroke = {}): void {
    const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
    this.add(
      `<path d="${d}" fill="none" stroke="${colour ?? this.fabric.line}" stroke-width="${width}" stroke-opacity="${opacity}" stroke-linecap="round" stroke-linejoin="round"${dashes}/>`,
    );
  }

  /** A row of stitches. */
  stitches(d: string, colour = this.fabric.line, opacity = 0.6): void {
    this.line(d, { colour, width: 1.1, opacity, dash: '3.4 2.6' });
  }

  fill(d: string, paint: string, opacity = 1): void {
    this.add(`<path d="${d}" fill="${paint}" fill-opacity="${opacity}"/>`);
  }

  /** A linear gradient over the box of what it fills; stops are [offset, colour, opacity]. */
  gradient(
    stops: readonly (readonly [number, string, number])[],
    [x1, y1, x2, y2]: readonly [number, number, number, number],
  ): string {
    const id = this.define(
      (name) =>
        `<linearGradient id="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${stops
          .map(([o, c, a]) => `<stop offset="${o}" stop-color="${c}" stop-opacity="${a}"/>`)
          .join('')}</linearGradient>`,
    );
    return `url(#${id})`;
  }

  /** A piece of the garment: colour, pattern, surface, light from the upper left, folds, outline. */
  cloth(d: string, options: ClothOptions = {}): void {
    const { angle = 0, folds = [], surface = 'none', round = 1, outline = 1.5 } = options;
    const fabric = options.colour === undefined ? this.fabric : dye(options.colour);
    const { light, base, dark, shade, line } = fabric;
    this.fill(
      d,
      this.gradient(
        [
          [0, light, 1],
          [0.4, base, 1],
          [1, dark, 1],
        ],
        [0.2, 0, 0.5, 1],
      ),
    );
    if (options.plain !== true && fabric.pattern !== 'Solid') this.pattern(d, angle);
    if (surface !== 'none') this.surface(d, surface, angle, shade);
    const s = 0.26 * shade * round;
    const sides = this.gradient(
      [
        [0, '#000014', s],
        [0.14, '#000014', s * 0.25],
        [0.3, '#ffffff', s * 0.45],
        [0.5, '#ffffff', 0],
        [0.78, '#000014', s * 0.2],
        [1, '#000014', s * 1.25],
      ],
      [0, 0.1, 1, 0],
    );
    this.fill(d, sides);
    if (folds.length > 0) this.within(d, () => this.folds(folds, shade));
    if (outline > 0) this.line(d, { colour: line, width: outline, opacity: 0.85 });
  }

  /** Soft creases: nested leaves, dark in the valley and light on the ridge beside it. */
  folds(folds: readonly Fold[], shade = this.fabric.shade): void {
    for (const [from, to, bend, width] of folds) {
      for (const [share, alpha] of [
        [1, 0.05],
        [0.66, 0.06],
        [0.36, 0.08],
      ] as const) {
        this.fill(leaf(from, to, bend, width * share), '#04041a', alpha * shade);
      }
      const [dx, dy] = [width * 0.85, width * 0.25];
      const ridge = leaf([from[0] - dx, from[1] - dy], [to[0] - dx, to[1] - dy], bend, width * 0.5);
      this.fill(ridge, '#ffffff', 0.1 * Math.max(shade, 0.8));
    }
  }

  private pattern(d: string, angle: number): void {
    let found = false;
    const id = this.define((name) => {
      const element = patternElement(this.fabric, name, angle, this.block);
      found = element !== null;
      return element ?? '';
    });
    if (found) this.fill(d, `url(#${id})`);
  }

  private surface(d: string, surface: Surface, angle: number, shade: number): void {
    const tile = SURFACES[surface];
    if (tile === undefined) return;
    const [width, height, svg] = tile;
    const id = this.define(
      (name) =>
        `<pattern id="${name}" width="${width}" height="${height}" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})">${svg}</pattern>`,
    );
    this.fill(d, `url(#${id})`, Math.min(1, 0.75 * shade));
  }
}

const SURFACES: Readonly<Partial<Record<Surface, readonly [number, number, string]>>> = {
  knit: [
    8,
    7,
    '<path d="M0 0L4 5L8 0" fill="none" stroke="#04041a" stroke-opacity=".2" stroke-width="1.3"/><path d="M0 2.4L4 7.4L8 2.4" fill="none" stroke="#fff" stroke-opacity=".14"/>',
  ],
  rib: [
    6,
    6,
    '<path d="M1 0V6" stroke="#04041a" stroke-opacity=".26" stroke-width="1.8"/><path d="M4 0V6" stroke="#fff" stroke-opacity=".18" stroke-width="1.4"/>',
  ],
  denim: [
    4,
    4,
    '<path d="M-1 5L5 -1" stroke="#fff" stroke-opacity=".17" stroke-width=".9"/><path d="M1 7L7 1M-1 1L1 -1" stroke="#04041a" stroke-opacity=".14" stroke-width=".9"/>',
  ],
  leather: [
    9,
    9,
    '<path d="M0 3q3-2 4 1t4 0M2 8q2-2 4 0" fill="none" stroke="#04041a" stroke-opacity=".1" stroke-width=".8"/>',
  ],
  quilt: [
    46,
    46,
    '<path d="M0 0L46 46M46 0L0 46" fill="none" stroke="#04041a" stroke-opacity=".32" stroke-width="1.6"/><path d="M0 2.4L46 48.4M46 2.4L0 48.4" fill="none" stroke="#fff" stroke-opacity=".2"/>',
  ],
  canvas: [
    4,
    4,
    '<path d="M0 1H4M1 0V4" stroke="#04041a" stroke-opacity=".08"/><path d="M0 3H4M3 0V4" stroke="#fff" stroke-opacity=".08"/>',
  ],
};
