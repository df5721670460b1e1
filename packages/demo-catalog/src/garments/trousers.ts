import { darken, lighten } from '../colours.ts';
import type { Artist, Fold } from '../draw/artist.ts';
import type { GarmentKind } from './kind.ts';

const WIDTHS: Readonly<Record<string, readonly [knee: number, hem: number]>> = {
  Skinny: [42, 32],
  Straight: [50, 46],
  Wide: [60, 66],
  Slim: [46, 38],
};

export const jeans: GarmentKind = {
  articleType: 'Jeans',
  categoryPath: 'Clothing > Bottoms > Jeans',
  noun: 'Jeans',
  worn: 'bottom',
  colours: ['Blue', 'Navy', 'Black', 'Grey', 'White', 'Beige'],
  patterns: ['Solid'],
  options: {
    fit: ['Slim', 'Straight', 'Wide', 'Skinny'],
    length: ['Full', 'Ankle', 'Full'],
    wash: ['Faded', 'Raw', 'Ripped', 'Faded'],
  },
  price: [35, 110],
  draw(artist, details) {
    const bottom = (details.length === 'Ankle' ? 412 : 446) + artist.random.range(-5, 5);
    const [knee, hem] = WIDTHS[details.fit ?? 'Straight'] ?? [50, 46];
    drawLegs(artist, { bottom, knee, hem, denim: true });
    if (details.wash !== 'Raw') fade(artist, bottom);
    if (details.wash === 'Ripped') rips(artist);
    waist(artist, true);
    return { neck: [0, 66], hem: [hem, bottom], cuff: [legAxis(bottom), bottom] };
  },
};

export const shorts: GarmentKind = {
  articleType: 'Shorts',
  categoryPath: 'Clothing > Bottoms > Shorts',
  noun: 'Shorts',
  worn: 'bottom',
  colours: ['Beige', 'Blue', 'Olive', 'Navy', 'Red', 'Grey'],
  patterns: ['Solid', 'Check', 'Floral', 'Stripes'],
  options: {
    fit: ['Regular', 'Relaxed', 'Slim'],
    length: ['Knee', 'Short'],
    waist: ['Button', 'Drawstring'],
  },
  price: [18, 50],
  draw(artist, details) {
    const bottom = (details.length === 'Short' ? 236 : 286) + artist.random.range(-6, 6);
    const wide = details.fit === 'Relaxed' ? 8 : details.fit === 'Slim' ? -5 : 0;
    drawLegs(artist, { bottom, knee: 60 + wide, hem: 62 + wide, denim: false });
    waist(artist, false);
    if (details.waist === 'Drawstring') drawstring(artist);
    return { neck: [0, 66], hem: [62, bottom], cuff: [legAxis(bottom), bottom] };
  },
};

/** x of the middle of the right leg at a height. */
const legAxis = (y: number) => 44 + (y - 200) * 0.075;

interface Legs {
  readonly bottom: number;
  readonly knee: number;
  readonly hem: number;
  readonly denim: boolean;
}

function drawLegs(artist: Artist, { bottom, knee, hem, denim }: Legs): void {
  const axis = legAxis(bottom);
  const kneeY = Math.min(310, 60 + (bottom - 60) * 0.62);
  const kneeX = legAxis(kneeY);
  const hipY = Math.min(150, 72 + (bottom - 72) * 0.42);
  const d =
    `M-1 72L68 72C72 100 80 ${hipY - 20} 84 ${hipY}C88 ${hipY + (bottom - hipY) * 0.3} ${kneeX + knee * 0.78} ${hipY + (bottom - hipY) * 0.6} ${axis + hem * 0.78} ${bottom}` +
    `Q${axis} ${bottom + 7} ${axis - hem * 0.78} ${bottom + 2}C${axis - Math.max(hem, knee) * 0.76} ${192 + (bottom - 192) * 0.6} 10 ${192 + (bottom - 192) * 0.25} 0 192Z`;
  const surface = denim ? 'denim' : 'none';
  artist.block = { from: bottom - 60, to: bottom };
  artist.both((side) => {
    artist.cloth(d, { folds: legFolds(artist, bottom, kneeY, knee), surface });
    const y = bottom - 12;
    artist.stitches(
      `M${axis + hem * 0.76} ${y}Q${axis} ${y + 7} ${axis - hem * 0.76} ${y + 2}`,
      seam(artist, denim),
      0.9,
    );
    artist.line(`M69 90C72 110 76 130 79 ${hipY + 10}`, { width: 1, opacity: 0.35 });
    pockets(artist, denim, side);
  });
  fly(artist, denim);
}

const seam = (artist: Artist, denim: boolean) => (denim ? '#c98b3c' : artist.fabric.line);

function legFolds({ random }: Artist, bottom: number, kneeY: number, knee: number): Fold[] {
  const folds: Fold[] = [
    [[6, 186], [random.range(44, 62), random.range(168, 190)], -7, 8],
    [[8, 202], [random.range(40, 56), random.range(216, 236)], 5, 7],
    [[4, 176], [34, 140], 5, 6],
  ];
  if (bottom < 320) {
    folds.push([[52, bottom + 4], [46, bottom - 80], 4, 9]);
    return folds;
  }
  const x = legAxis(kneeY);
  for (const dy of [-16, 4, 22]) {
    folds.push([
      [x - knee * 0.6, kneeY + dy + random.range(-6, 6)],
      [x + random.range(6, 20), kneeY + dy - 4],
      5,
      6,
    ]);
    folds.push([
      [x + knee * 0.74, kneeY + dy + random.range(-6, 6)],
      [x + random.range(-4, 10), kneeY + dy + 8],
      -5,
      5,
    ]);
  }
  folds.push([[legAxis(bottom) + 26, bottom - 26], [legAxis(bottom) - 14, bottom - 34], 4, 6]);
  return folds;
}

function pockets(artist: Artist, denim: boolean, side: 'left' | 'right'): void {
  const d = denim ? 'M30 84C32 108 48 120 76 118' : 'M44 84L74 128';
  artist.line(d, { width: 1.8 });
  artist.stitches(
    denim ? 'M27 84C29 112 46 125 77 122.500' : 'M40 84L72 132',
    seam(artist, denim),
    0.9,
  );
  if (!denim) return;
  if (side === 'left') artist.stitches('M50 118V100H70', seam(artist, true), 0.8);
  for (const [x, y] of [
    [33, 90],
    [72, 116],
  ] as const) {
    artist.add(
      `<circle cx="${x}" cy="${y}" r="2.200" fill="#b98243" stroke="#6d4a22" stroke-width=".7"/>`,
    );
  }
}

function fly(artist: Artist, denim: boolean): void {
  artist.line('M0 84V192', { width: 1.6 });
  artist.stitches('M-3 84V160M14 84V140Q12 158 2 164', seam(artist, denim), 0.9);
}

function waist(artist: Artist, denim: boolean): void {
  artist.fill('M-68 62C-24 55 24 55 68 62L66 72C24 66 -24 66 -66 72Z', artist.fabric.deep);
  artist.cloth('M-68 62C-24 72 24 72 68 62L71 84C24 94 -24 94 -71 84Z', {
    surface: denim ? 'denim' : 'none',
    outline: 1.4,
    plain: true,
  });
  artist.stitches('M-66 66C-24 76 24 76 66 66M-69 81C-24 91 24 91 69 81', seam(artist, denim), 0.9);
  artist.both(() =>
    artist.cloth('M38 66H45V94H38Z', {
      surface: denim ? 'denim' : 'none',
      outline: 1.2,
      plain: true,
    }),
  );
  const metal = denim ? '#c08a4a' : '#ece6d6';
  artist.add(
    `<circle cx="1" cy="81.500" r="5.500" fill="#000" fill-opacity=".3"/><circle cy="80" r="5.200" fill="${metal}" stroke="#5f4a2c"/><circle cx="-1.400" cy="78.500" r="1.800" fill="#fff" fill-opacity=".5"/>`,
  );
}

function fade(artist: Artist, bottom: number): void {
  const pale = lighten(artist.fabric.base, 0.55);
  const glow = artist.define(
    (id) =>
      `<radialGradient id="${id}"><stop offset="0" stop-color="${pale}" stop-opacity=".5"/><stop offset="1" stop-color="${pale}" stop-opacity="0"/></radialGradient>`,
  );
  artist.both(() => {
    artist.add(
      `<ellipse cx="47" cy="196" rx="25" ry="66" fill="url(#${glow})"/><ellipse cx="52" cy="${bottom - 130}" rx="22" ry="48" fill="url(#${glow})"/>`,
    );
    for (const y of [150, 158, 167])
      artist.line(`M30 ${y + 6}L64 ${y - 6}`, { colour: pale, width: 2, opacity: 0.28 });
  });
}

function rips(artist: Artist): void {
  const thread = lighten(artist.fabric.base, 0.75);
  const skin = darken(artist.fabric.base, 0.45);
  for (const [x, y, w] of [
    [-62, 292, 30],
    [36, 262, 24],
  ] as const) {
    artist.fill(
      `M${x} ${y}Q${x + w / 2} ${y - 9} ${x + w} ${y}Q${x + w / 2} ${y + 13} ${x} ${y}Z`,
      skin,
    );
    artist.line(
      `M${x} ${y}H${x + w}M${x + 3} ${y + 3}H${x + w - 4}M${x + 3} ${y - 3}H${x + w - 4}`,
      { colour: thread, width: 1.3, opacity: 0.95 },
    );
  }
}

function drawstring(artist: Artist): void {
  for (const d of ['M-3 90C-12 112 -20 120 -16 146', 'M3 90C10 110 20 116 18 140']) {
    artist.line(d, { colour: '#000', width: 4.5, opacity: 0.25 });
    artist.line(d, { colour: '#f3f0e8', width: 3, opacity: 1 });
  }
}
