/** Named colours of the catalog. */
export const COLOURS: Readonly<Record<string, string>> = {
  Black: '#2b2b2f',
  White: '#f6f5f1',
  Grey: '#9a9da1',
  Navy: '#243456',
  Blue: '#3f78bd',
  Red: '#c2303a',
  Green: '#3d7f57',
  Olive: '#74744a',
  Yellow: '#e8bd42',
  Orange: '#dd7a35',
  Pink: '#e39db0',
  Purple: '#77569b',
  Brown: '#7d5539',
  Beige: '#d8c4a3',
};

/** Second colours that go well with each. */
export const ACCENTS: Readonly<Record<string, readonly string[]>> = {
  Black: ['White', 'Grey', 'Red'],
  White: ['Navy', 'Black', 'Red', 'Blue'],
  Grey: ['White', 'Black', 'Navy'],
  Navy: ['White', 'Red', 'Beige'],
  Blue: ['White', 'Navy', 'Yellow'],
  Red: ['White', 'Navy', 'Black'],
  Green: ['White', 'Beige', 'Navy'],
  Olive: ['Beige', 'Black', 'White'],
  Yellow: ['White', 'Navy', 'Brown'],
  Orange: ['White', 'Navy', 'Brown'],
  Pink: ['White', 'Red', 'Purple'],
  Purple: ['White', 'Pink', 'Yellow'],
  Brown: ['Beige', 'White', 'Black'],
  Beige: ['Brown', 'White', 'Navy'],
};

type Rgb = readonly [number, number, number];

/** Red, green and blue of #rrggbb, 0 to 255. */
export const rgb = (hex: string): Rgb => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];
const format = (rgb: readonly number[]) =>
  `#${rgb
    .map((v) =>
      Math.round(Math.min(255, Math.max(0, v)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** A colour between two; share 0 is the first. */
export function mix(from: string, to: string, share: number): string {
  const a = rgb(from);
  const b = rgb(to);
  return format(a.map((v, i) => v + ((b[i] ?? 0) - v) * share));
}

/** Towards a cool near-black, as shadows on cloth are. */
export const darken = (hex: string, share: number) => mix(hex, '#14141f', share);
export const lighten = (hex: string, share: number) => mix(hex, '#ffffff', share);

/** Perceived lightness, 0 to 1. */
export function luminance(hex: string): number {
  const [r, g, b] = rgb(hex);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}

/** The hex of a named colour. @throws RangeError for an unknown name */
export function colourNamed(name: string): string {
  const hex = COLOURS[name];
  if (hex === undefined) throw new RangeError(`No colour is named "${name}".`);
  return hex;
}

/** A near neighbour of a colour, as two dye lots differ; amount in 0..255 steps. */
export function nudge(hex: string, random: { range(a: number, b: number): number }, amount = 9) {
  const shift = random.range(-amount, amount);
  return format(rgb(hex).map((v) => v + shift + random.range(-amount, amount) * 0.6));
}
