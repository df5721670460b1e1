import type { Random } from '../../random.ts';
import { between } from './augmentation.ts';

type Colour = readonly [number, number, number];
/** Something from 0 to 1 at a place of the image, whose sides are 0..1 too. */
type Texture = (x: number, y: number) => number;

const LINE_WIDTH = 0.07;

/**
 * Draws a made-up surface, such as clothes are laid or hung on at home: cloth, boards, tiles or a
 * plain wall, in one or two colours of a room, at times with another colour above a horizon.
 *
 * @param to `[size, size, 3]`, 0..1
 */
export function drawScene(to: Float32Array, size: number, random: Random): void {
  const base = roomColour(random);
  const other = random() < 0.7 ? nearColour(base, random) : roomColour(random);
  const above = roomColour(random);
  const horizon = random() < 0.25 ? between(random, 0.2, 0.8) : 0;
  const texture = pickTexture(random);
  const grain = between(random, 0, 0.06);
  for (let row = 0, at = 0; row < size; row++) {
    const y = row / size;
    for (let column = 0; column < size; column++, at += 3) {
      const mix = unit(texture(column / size, y));
      const speck = between(random, -grain, grain);
      const from = y < horizon ? above : base;
      for (let channel = 0; channel < 3; channel++) {
        const start = from[channel] as number;
        to[at + channel] = unit(start + ((other[channel] as number) - start) * mix + speck);
      }
    }
  }
}

function pickTexture(random: Random): Texture {
  const wide = noise(random, 2 + Math.floor(random() * 4));
  const fine = noise(random, 8 + Math.floor(random() * 16));
  const depth = between(random, 0.1, 0.6);
  const angle = random() * Math.PI;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const frequency = between(random, 2, 12);
  const along = (x: number, y: number) => (x * cos + y * sin) * frequency;
  const across = (x: number, y: number) => (y * cos - x * sin) * frequency;
  const kind = random();
  if (kind < 0.4) return (x, y) => 0.8 * wide(x, y) + 0.2 * fine(x, y);
  if (kind < 0.6) return (x, y) => 2 * depth * fine(x, y) + 0.5 * wide(x, y);
  if (kind < 0.82) {
    // Boards: each of its own shade, with a gap between them.
    return (x, y) => {
      const place = along(x, y);
      const board = Math.floor(place);
      const shade = (((board * 0.37) % 1) + 1) % 1;
      return place - board < LINE_WIDTH ? 1 : depth * shade + 0.3 * fine(0.3 * x, y);
    };
  }
  return (x, y) => {
    const isLine = fraction(along(x, y)) < LINE_WIDTH || fraction(across(x, y)) < LINE_WIDTH;
    return isLine ? 1 : depth * fine(x, y);
  };
}

/** Random values on a grid of that many cells a side, blended between its points. */
function noise(random: Random, cells: number): Texture {
  const stride = cells + 1;
  const values = Float32Array.from({ length: stride * stride }, random);
  return (x, y) => {
    const column = Math.min(cells - 1, Math.floor(x * cells));
    const row = Math.min(cells - 1, Math.floor(y * cells));
    const u = x * cells - column;
    const v = y * cells - row;
    const at = row * stride + column;
    const top = (values[at] as number) * (1 - u) + (values[at + 1] as number) * u;
    const below =
      (values[at + stride] as number) * (1 - u) + (values[at + stride + 1] as number) * u;
    return top * (1 - v) + below * v;
  };
}

/** Wood and beige, then greys, then anything. */
function roomColour(random: Random): Colour {
  const kind = random();
  if (kind < 0.3) {
    return fromHsv(
      between(random, 0.05, 0.13),
      between(random, 0.15, 0.65),
      between(random, 0.25, 0.95),
    );
  }
  if (kind < 0.6) return fromHsv(random(), between(random, 0, 0.15), between(random, 0.15, 1));
  return fromHsv(random(), between(random, 0.2, 0.95), between(random, 0.2, 0.95));
}

function nearColour(colour: Colour, random: Random): Colour {
  const near = (value: number) => unit(value + between(random, -0.18, 0.18));
  const [red, green, blue] = colour;
  return [near(red), near(green), near(blue)];
}

function fromHsv(hue: number, saturation: number, value: number): Colour {
  const channel = (n: number) => {
    const k = (n + hue * 6) % 6;
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return [channel(5), channel(3), channel(1)];
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

function unit(value: number): number {
  return Math.max(0, Math.min(1, value));
}
