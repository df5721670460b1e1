import { darken, lighten, luminance, mix } from '../colours.ts';
import type { Fabric } from './fabric.ts';

/** Where a colour-block's second colour lies, in the garment's space. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/** The SVG pattern element of a fabric turned by an angle, or null for plain cloth. */
export function patternElement(fabric: Fabric, id: string, angle: number, block: Block) {
  const tile = TILES[fabric.pattern];
  if (fabric.pattern === 'Colour-block') return blockElement(fabric, id, block);
  if (tile === undefined) return null;
  const { size, svg } = tile(fabric);
  const transform = `rotate(${angle}) scale(${fabric.scale})`;
  return `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse" patternTransform="${transform}">${svg}</pattern>`;
}

function blockElement({ accent }: Fabric, id: string, { from, to }: Block): string {
  const seam = darken(accent, 0.4);
  return `<pattern id="${id}" x="-240" width="480" height="480" patternUnits="userSpaceOnUse"><rect y="${from}" width="480" height="${to - from}" fill="${accent}"/><path d="M0 ${from}H480M0 ${to}H480" stroke="${seam}" stroke-opacity=".5"/></pattern>`;
}

interface Tile {
  readonly size: number;
  readonly svg: string;
}

const TILES: Readonly<Record<string, (fabric: Fabric) => Tile>> = {
  Stripes: ({ accent }) => ({
    size: 26,
    svg: `<rect y="4" width="26" height="9" fill="${accent}"/>`,
  }),
  Check: ({ accent, base }) => {
    const thin = luminance(base) > 0.5 ? darken(accent, 0.2) : lighten(accent, 0.5);
    return {
      size: 44,
      svg:
        `<path d="M0 0H14V44H0ZM0 0H44V14H0Z" fill="${accent}" fill-opacity=".42"/>` +
        `<rect width="14" height="14" fill="${accent}" fill-opacity=".35"/>` +
        `<path d="M29 0V44M0 29H44" stroke="${thin}" stroke-width="2" stroke-opacity=".6"/>`,
    };
  },
  Dots: ({ accent }) => ({
    size: 26,
    svg: `<g fill="${accent}"><circle cx="7" cy="7" r="4.2"/><circle cx="20" cy="20" r="4.2"/></g>`,
  }),
  Floral: ({ accent, base }) => {
    const leafColour = mix('#5c8a55', base, 0.25);
    const heart = luminance(accent) > 0.6 ? '#e2a93b' : '#f3dfa6';
    const blossom = (x: number, y: number, r: number, fill: string) => {
      const circle = (cx: string | number, cy: string | number, radius: number, colour: string) =>
        `<circle cx="${cx}" cy="${cy}" r="${radius.toFixed(1)}" fill="${colour}"/>`;
      const petals = [0, 72, 144, 216, 288].map((turn) => {
        const a = ((turn + x * 3) * Math.PI) / 180;
        const cx = (x + Math.cos(a) * r).toFixed(1);
        const cy = (y + Math.sin(a) * r).toFixed(1);
        return circle(cx, cy, r * 0.72, fill);
      });
      return [...petals, circle(x, y, r * 0.55, heart)].join('');
    };
    return {
      size: 62,
      svg:
        `<g fill="${leafColour}"><path d="M24 20q10-2 14 8q-12 2-14-8ZM50 52q-2-11 7-15q3 12-7 15ZM8 46q8-6 15 0q-8 7-15 0Z"/></g>` +
        blossom(16, 16, 6.4, accent) +
        blossom(46, 45, 5.4, mix(accent, '#f2b8c0', 0.4)) +
        blossom(46, 11, 3.2, lighten(accent, 0.3)) +
        blossom(16, 55, 2.8, accent),
    };
  },
};
