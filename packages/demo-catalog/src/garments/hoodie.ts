import { lighten } from '../colours.ts';
import type { Artist } from '../draw/artist.ts';
import type { GarmentKind } from './kind.ts';
import { drawSleeves } from './sleeve.ts';
import { ARMPIT, SHOULDER, torsoFolds, torsoOutline } from './torso.ts';

export const hoodie: GarmentKind = {
  articleType: 'Hoodies',
  categoryPath: 'Clothing > Tops > Hoodies',
  noun: 'Hoodie',
  worn: 'top',
  colours: ['Grey', 'Black', 'Purple', 'Blue', 'Olive', 'Pink'],
  patterns: ['Solid', 'Colour-block', 'Stripes'],
  options: {
    sleeve: ['Long'],
    neckline: ['Hood'],
    closure: ['Pullover', 'Zip'],
    fit: ['Regular', 'Relaxed'],
  },
  price: [30, 75],
  draw(artist, details) {
    const wide = details.fit === 'Relaxed';
    const torso = {
      neckWidth: 44,
      neckDepth: 30,
      waist: wide ? 106 : 97,
      hemWidth: wide ? 98 : 90,
      hemY: 392 + artist.random.range(-10, 8),
      hemDrop: 7,
    };
    artist.block = { from: 172, to: 254 };
    hoodBack(artist);
    artist.endBehind();
    const sleeves = { length: 'Long', shoulder: SHOULDER, armpit: ARMPIT, loose: 9 } as const;
    const cuff = drawSleeves(artist, { ...sleeves, cuff: 'rib' });
    artist.cloth(torsoOutline(torso), { folds: torsoFolds(artist, torso) });
    const { hemWidth: w, hemY: y } = torso;
    pocket(artist);
    if (details.closure === 'Zip') zip(artist, y);
    artist.cloth(
      `M${-w - 2} ${y - 24}C${-w / 2} ${y - 17} ${w / 2} ${y - 17} ${w + 2} ${y - 24}L${w} ${y}C${w / 2} ${y + 8} ${-w / 2} ${y + 8} ${-w} ${y}Z`,
      { plain: true, surface: 'rib', outline: 1.2 },
    );
    hoodFront(artist);
    return { neck: [0, 84], hem: [w, y], ...(cuff && { cuff }) };
  },
};

function hoodBack(artist: Artist): void {
  artist.cloth('M-62 104C-72 52 -40 26 0 26C40 26 72 52 62 104C40 124 -40 124 -62 104Z', {
    plain: true,
    folds: [
      [[-52, 86], [-20, 36], 10, 8],
      [[52, 86], [22, 36], -10, 8],
    ],
  });
  const inside = 'M-36 112C-46 66 -26 44 0 44C26 44 46 66 36 112C20 122 -20 122 -36 112Z';
  const { dark, deep } = artist.fabric;
  artist.fill(
    inside,
    artist.gradient(
      [
        [0, deep, 1],
        [1, dark, 1],
      ],
      [0, 0, 0, 1],
    ),
  );
  artist.line(inside, { width: 1.2 });
  artist.add(
    '<rect x="-10" y="86" width="20" height="11" rx="1.500" fill="#f4f2ea" stroke="#b9b5a8" stroke-width=".8"/>',
  );
}

function hoodFront(artist: Artist): void {
  artist.both(() => {
    artist.cloth(
      'M62 62C70 88 62 114 44 128C30 138 12 144 0 146C2 134 20 122 30 104C36 90 36 74 32 58C42 50 56 52 62 62Z',
      {
        plain: true,
        folds: [[[8, 140], [52, 84], -6, 8]],
      },
    );
    artist.stitches('M36 62C40 76 40 94 33 108C25 122 10 134 4 139');
  });
  const cord = lighten(artist.fabric.accent, 0.55);
  artist.both((side) => {
    const end = side === 'left' ? 214 : 226;
    const d = `M20 128C24 160 16 180 20 ${end}`;
    artist.line(d, { colour: '#000000', width: 5, opacity: 0.22 });
    artist.line(d, { colour: cord, width: 3.4, opacity: 1 });
    artist.line(`M20 ${end}V${end + 12}`, { colour: '#8b8d92', width: 5, opacity: 1 });
    artist.add(
      '<circle cx="20" cy="127" r="4" fill="#55585e" stroke="#c9ccd1" stroke-width="1.500"/>',
    );
  });
}

function pocket(artist: Artist): void {
  artist.cloth('M-46 272H46L70 322L66 358H-66L-70 322Z', {
    outline: 1.3,
    round: 0.5,
    folds: [
      [[-30, 356], [-14, 286], 8, 9],
      [[34, 356], [18, 290], -8, 9],
    ],
  });
  artist.both(() => {
    artist.stitches('M42 276L64 322');
    artist.line('M46 272L70 322', { width: 2.4, opacity: 0.5 });
  });
}

function zip(artist: Artist, bottom: number): void {
  artist.line(`M0 142V${bottom}`, { width: 9, opacity: 0.35 });
  artist.line(`M0 142V${bottom}`, { colour: '#c8cbd0', width: 4, opacity: 1, dash: '1.600 1.600' });
  artist.add(
    '<rect x="-4" y="146" width="8" height="16" rx="2.500" fill="#d7dade" stroke="#6c7077"/>',
  );
}
