import { darken, lighten } from '../colours.ts';
import type { Point } from '../draw/artist.ts';
import type { Random } from '../random.ts';

/** What a person who wears a garment looks like. */
export interface Person {
  readonly skin: string;
  readonly hair: string;
  readonly hairLength: 'short' | 'long' | 'bun';
  /** Colours of the person's other clothes. */
  readonly upper: string;
  readonly lower: string;
  readonly shoes: string;
}

export function somePerson(random: Random): Person {
  return {
    skin: random.pick(['#f0c9a8', '#e0ac85', '#c68a60', '#9a6444', '#6f452e']),
    hair: random.pick(['#2a201c', '#51351f', '#8a5a2e', '#c79a55', '#6e6a67', '#a24f2c']),
    hairLength: random.pick(['short', 'long', 'bun'] as const),
    upper: random.pick(['#e9e6df', '#34363d', '#7e8fa3', '#b9a58d', '#515a48']),
    lower: random.pick(['#3a4a63', '#2b2c31', '#8b8478', '#56657a', '#cdc3b0']),
    shoes: random.pick(['#efece5', '#2a2a2d', '#7a5236']),
  };
}

/** A limb as a tapering tube through three points. */
export function limb(a: Point, b: Point, c: Point, width: number, colour: string): string {
  const d = `M${a[0]} ${a[1]}Q${b[0]} ${b[1]} ${c[0]} ${c[1]}`;
  const stroke = (w: number, paint: string, alpha: number, shift = 0) =>
    `<path d="${d}" transform="translate(${shift} 0)" fill="none" stroke="${paint}" stroke-width="${w}" stroke-opacity="${alpha}" stroke-linecap="round"/>`;
  return (
    stroke(width + 2.4, darken(colour, 0.45), 0.8) +
    stroke(width, colour, 1) +
    stroke(width * 0.5, darken(colour, 0.3), 0.22, width * 0.24) +
    stroke(width * 0.3, lighten(colour, 0.4), 0.28, -width * 0.2)
  );
}

/** A relaxed hand that hangs from a wrist. */
export function hand([x, y]: Point, skin: string): string {
  const d = `M${x - 13} ${y - 8}C${x - 16} ${y + 12} ${x - 15} ${y + 28} ${x - 8} ${y + 40}C${x - 2} ${y + 48} ${x + 8} ${y + 44} ${x + 11} ${y + 32}C${x + 14} ${y + 18} ${x + 14} ${y + 4} ${x + 12} ${y - 8}Z`;
  const thumb = `M${x - 13} ${y + 4}C${x - 22} ${y + 12} ${x - 21} ${y + 24} ${x - 15} ${y + 28}`;
  return `<path d="${thumb}" fill="none" stroke="${skin}" stroke-width="8" stroke-linecap="round"/><path d="${d}" fill="${skin}" stroke="${darken(skin, 0.4)}" stroke-width="1.2"/><path d="M${x - 3} ${y + 22}L${x - 2} ${y + 40}M${x + 4} ${y + 22}L${x + 5} ${y + 38}" stroke="${darken(skin, 0.35)}" stroke-opacity=".6"/>`;
}

/** Neck and head, with the chin at about y = 58 and shoulders from y = 92. */
export function head(person: Person, turn: number): string {
  const { skin, hair } = person;
  const shade = darken(skin, 0.28);
  const line = darken(skin, 0.55);
  const back =
    person.hairLength === 'long'
      ? `<path d="M-44 8C-58 60 -62 100 -50 132C-30 124 -24 100 -24 70H24C24 100 30 124 50 132C62 100 58 60 44 8Z" fill="${hair}"/>`
      : person.hairLength === 'bun'
        ? `<circle cx="4" cy="-50" r="19" fill="${hair}"/>`
        : '';
  return (
    back +
    `<path d="M-60 118C-34 108 -22 96 -21 84L-20 44H20L21 84C22 96 34 108 60 118C30 140 -30 140 -60 118Z" fill="${skin}"/>` +
    `<path d="M-20 56C-8 70 10 70 20 54V70C8 82 -10 80 -20 70Z" fill="${shade}" fill-opacity=".6"/>` +
    `<g transform="rotate(${turn} 0 50)"><ellipse cx="-37" cy="16" rx="6" ry="10" fill="${shade}"/><ellipse cx="37" cy="16" rx="6" ry="10" fill="${shade}"/>` +
    `<path d="M-37 0C-38 40 -20 64 0 64C20 64 38 40 37 0C36 -40 -36 -40 -37 0Z" fill="${skin}" stroke="${line}" stroke-width="1.100"/>` +
    `<path d="M-40 14C-46 -40 -20 -56 2 -54C30 -54 46 -34 40 14C34 2 33 -10 28 -18C6 -8 -14 -10 -26 -20C-32 -10 -34 2 -40 14Z" fill="${hair}"/>` +
    `<path d="M-22 8Q-15 3 -8 8M8 8Q15 3 22 8" stroke="${line}" stroke-width="2" fill="none"/><circle cx="-15" cy="15" r="3" fill="#2c2320"/><circle cx="15" cy="15" r="3" fill="#2c2320"/>` +
    `<path d="M0 16Q-6 30 2 32" stroke="${line}" stroke-opacity=".6" stroke-width="1.500" fill="none"/><path d="M-11 44Q0 51 11 43" stroke="#a3483f" stroke-width="3" stroke-linecap="round" fill="none"/></g>`
  );
}

/** A plain shoe from the front, below an ankle. */
export function shoe([x, y]: Point, colour: string): string {
  return `<path d="M${x - 20} ${y}C${x - 28} ${y + 24} ${x - 30} ${y + 44} ${x - 22} ${y + 52}H${x + 22}C${x + 30} ${y + 44} ${x + 28} ${y + 24} ${x + 20} ${y}Z" fill="${colour}" stroke="${darken(colour, 0.5)}" stroke-width="1.400"/><path d="M${x - 25} ${y + 44}H${x + 25}" stroke="${darken(colour, 0.4)}" stroke-width="3"/><path d="M${x - 10} ${y + 12}H${x + 10}M${x - 11} ${y + 20}H${x + 11}" stroke="${darken(colour, 0.35)}" stroke-width="2.500"/>`;
}
