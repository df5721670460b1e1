import { darken } from '../colours.ts';
import type { Artist } from '../draw/artist.ts';
import type { Details, GarmentKind } from './kind.ts';
import { drawPair, shine } from './pair.ts';

export const boot: GarmentKind = {
  articleType: 'Boots',
  categoryPath: 'Footwear > Shoes > Boots',
  noun: 'Boots',
  worn: 'feet',
  colours: ['Brown', 'Black', 'Beige', 'Red', 'Olive', 'Grey'],
  patterns: ['Solid'],
  options: {
    height: ['Ankle', 'Calf', 'Ankle'],
    style: ['Chelsea', 'Lace-up', 'Buckle'],
    heel: ['Block', 'Flat'],
  },
  price: [70, 180],
  draw(artist, details) {
    const top = details.height === 'Calf' ? 84 : 128;
    drawPair(artist, () => drawBoot(artist, details, top));
    return { neck: [70, top], hem: [150, 360] };
  },
};

function drawBoot(artist: Artist, details: Details, top: number): void {
  const { fabric } = artist;
  artist.fill(
    `M6 ${top}C30 ${top - 12} 106 ${top - 12} 132 ${top}L130 ${top + 12}H8Z`,
    fabric.deep,
  );
  const d = `M-150 322C-158 286 -134 262 -88 252C-46 242 -8 226 2 196C8 170 6 140 4 ${top}C40 ${top + 10} 100 ${top + 10} 134 ${top}C134 150 130 186 134 220C140 262 144 292 140 322Z`;
  artist.cloth(d, {
    surface: 'leather',
    plain: true,
    round: 1.25,
    folds: [
      [[4, 204], [74, 214], 8, 10],
      [[-6, 222], [66, 238], 8, 9],
      [[130, 214], [84, 220], -6, 8],
      [[-60, 250], [-30, 286], 5, 8],
      [[-84, 256], [-58, 290], 4, 7],
      [[120, 318], [108, 250], 4, 9],
    ],
  });
  shine(artist, `M28 ${top + 22}C34 150 30 180 30 196`, 18);
  shine(artist, 'M-128 292C-112 274 -84 268 -64 264', 17);
  seams(artist);
  if (details.style === 'Chelsea') chelsea(artist, top);
  else if (details.style === 'Lace-up') laces(artist, top);
  else buckles(artist, top);
  artist.cloth(`M112 ${top + 2}H126L124 ${top - 24}Q119 ${top - 30} 114 ${top - 24}Z`, {
    surface: 'leather',
    plain: true,
    outline: 1.2,
  });
  sole(artist, details.heel === 'Block');
}

function seams(artist: Artist): void {
  artist.line('M-92 253C-72 272 -66 300 -68 320', { width: 1.5 });
  artist.stitches('M-87 252C-67 272 -61 300 -63 320', artist.fabric.line, 0.8);
  artist.line('M62 322C70 290 90 262 134 252', { width: 1.5 });
  artist.stitches('M67 322C75 292 94 267 134 257', artist.fabric.line, 0.8);
}

function chelsea(artist: Artist, top: number): void {
  const d = `M46 ${top + 9}H96C94 160 88 210 72 240C56 214 48 170 46 ${top + 9}Z`;
  artist.cloth(d, {
    colour: darken(artist.fabric.base, 0.55),
    plain: true,
    surface: 'rib',
    outline: 1.4,
  });
  artist.stitches(
    `M41 ${top + 9}C43 170 52 220 71 247C92 216 99 166 101 ${top + 9}`,
    artist.fabric.line,
    0.8,
  );
}

function laces(artist: Artist, top: number): void {
  artist.cloth(
    `M4 ${top + 4}L40 ${top + 10}C42 170 40 210 8 244L-40 262C-20 240 -2 222 2 196C8 170 6 140 4 ${top + 4}Z`,
    { surface: 'leather', plain: true, outline: 1.3 },
  );
  const lace = '#d9b981';
  for (let y = top + 18; y < 250; y += 17) {
    const shift = y > 196 ? (y - 196) * 0.75 : 0;
    const line = `M${4 - shift} ${y}L${34 - shift * 0.8} ${y + 8}M${6 - shift} ${y + 11}L${34 - shift * 0.8} ${y - 3}`;
    artist.line(line, { colour: '#04041a', width: 5.5, opacity: 0.3 });
    artist.line(line, { colour: lace, width: 3.4, opacity: 1 });
    artist.add(
      `<circle cx="${36 - shift * 0.8}" cy="${y + 3}" r="3.200" fill="#b99550" stroke="#53401d"/>`,
    );
  }
  artist.line(
    `M10 ${top + 14}C-26 ${top - 4} -26 ${top + 24} 12 ${top + 18}C44 ${top} 52 ${top + 30} 14 ${top + 18}`,
    { colour: lace, width: 3.4, opacity: 1 },
  );
}

function buckles(artist: Artist, top: number): void {
  for (const y of [top + 34, 222]) {
    const low = y > 200 ? 8 : 0;
    artist.cloth(
      `M${4 - low} ${y}C40 ${y + 10} 90 ${y + 8} 134 ${y - 4}L135 ${y + 16}C90 ${y + 28} 40 ${y + 30} ${2 - low * 2} ${y + 20}Z`,
      { surface: 'leather', plain: true, outline: 1.4 },
    );
    artist.stitches(`M8 ${y + 5}C40 ${y + 14} 90 ${y + 12} 130 ${y + 1}`, artist.fabric.line, 0.8);
    artist.add(
      `<rect x="62" y="${y + 2}" width="26" height="26" rx="4" fill="none" stroke="#dcc07a" stroke-width="4.500"/><rect x="61" y="${y + 1}" width="28" height="28" rx="5" fill="none" stroke="#5f4a1f" stroke-width=".8"/><path d="M75 ${y + 15}H90" stroke="#dcc07a" stroke-width="3"/>`,
    );
  }
}

function sole(artist: Artist, block: boolean): void {
  const dark = darken(artist.fabric.base, 0.72);
  const bottom = block ? 358 : 342;
  artist.cloth(
    'M-156 312C-110 324 90 322 142 312C146 322 146 332 142 338C60 338 -100 342 -146 338C-160 332 -160 320 -156 312Z',
    { colour: dark, plain: true },
  );
  artist.cloth(`M62 330H143L140 ${bottom + 6}H66Z`, { colour: dark, plain: true });
  artist.stitches('M-152 320C-110 331 90 329 140 319', '#d9b981', 0.75);
}
