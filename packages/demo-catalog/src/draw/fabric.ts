import { colourNamed, darken, lighten, luminance, mix, nudge } from '../colours.ts';
import type { Look, Pattern } from '../product.ts';
import type { Random } from '../random.ts';

/** The colours that a garment is drawn with. */
export interface Fabric {
  readonly base: string;
  readonly light: string;
  readonly dark: string;
  readonly deep: string;
  /** Outline and seams. */
  readonly line: string;
  readonly accent: string;
  readonly pattern: Pattern;
  readonly scale: number;
  /** How strong shadows on this colour have to be to be seen. */
  readonly shade: number;
}

export function fabricOf(look: Look, random: Random): Fabric {
  const base = nudge(colourNamed(look.baseColour), random);
  const accent = nudge(colourNamed(look.accentColour), random);
  return { ...dye(base), accent, pattern: look.pattern, scale: look.patternScale };
}

/** Tints and shades of one colour, with no pattern. */
export function dye(base: string): Fabric {
  const value = luminance(base);
  return {
    base,
    light: lighten(base, value > 0.8 ? 0.5 : 0.16),
    dark: darken(base, value > 0.8 ? 0.14 : 0.24),
    deep: darken(base, value > 0.8 ? 0.3 : 0.5),
    line: value < 0.25 ? mix(base, '#000000', 0.6) : darken(base, value > 0.8 ? 0.42 : 0.5),
    accent: base,
    pattern: 'Solid',
    scale: 1,
    shade: value < 0.25 ? 1.5 : value > 0.8 ? 0.62 : 1,
  };
}
