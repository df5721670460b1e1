import { darken, luminance, mix } from '../colours.ts';
import type { Artist } from '../draw/artist.ts';
import type { Details, GarmentKind } from './kind.ts';
import { drawPair, shine } from './pair.ts';

export const sneaker: GarmentKind = {
  articleType: 'Sneakers',
  categoryPath: 'Footwear > Shoes > Sneakers',
  noun: 'Sneakers',
  worn: 'feet',
  colours: ['White', 'Black', 'Red', 'Blue', 'Grey', 'Green'],
  patterns: ['Solid', 'Colour-block', 'Check'],
  options: {
    height: ['Low', 'High', 'Low'],
    style: ['Court', 'Runner', 'Skate'],
    sole: ['White', 'Gum', 'Tonal'],
  },
  price: [45, 130],
  draw(artist, details) {
    const high = details.height === 'High';
    drawPair(artist, () => drawShoe(artist, details, high));
    return { neck: [70, high ? 120 : 180], hem: [180, 356] };
  },
};

function drawShoe(artist: Artist, details: Details, high: boolean): void {
  const { fabric } = artist;
  const top = high ? 122 : 178;
  const two = fabric.pattern === 'Colour-block';
  const accent = two
    ? fabric.accent
    : details.style === 'Skate'
      ? '#f5f3ec'
      : darken(fabric.base, luminance(fabric.base) > 0.8 ? 0.12 : 0.22);
  collarInside(artist, top);
  const upper = `M-176 318C-182 288 -160 266 -120 254C-84 242 -52 226 -22 ${high ? 178 : 200}C-8 ${top + 14} 4 ${top} 22 ${top + 2}C50 ${top + 20} 96 ${top + 18} 128 ${top - 6}C146 ${top - 4} 148 ${top + 20} 150 228C154 262 170 290 168 318Z`;
  artist.block = { from: 480, to: 480 };
  artist.cloth(upper, { surface: 'canvas', folds: creases(artist) });
  toeAndHeel(artist, accent, top);
  if (details.style === 'Runner') swoosh(artist, accent);
  else if (details.style === 'Court') {
    for (const x of [38, 62, 86])
      artist.cloth(`M${x} 314L${x - 22} 246H${x - 8}L${x + 15} 314Z`, {
        colour: accent,
        plain: true,
        outline: 1,
        round: 0.3,
      });
  } else
    artist.line('M-60 300C0 302 40 290 60 262C74 240 100 236 150 250', {
      colour: accent,
      width: 9,
      opacity: 1,
    });
  laces(artist, high);
  shine(artist, 'M-150 292C-130 274 -100 266 -80 260', 15);
  sole(artist, details);
}

function collarInside(artist: Artist, top: number): void {
  artist.fill(
    `M14 ${top + 12}C40 ${top - 12} 100 ${top - 16} 134 ${top - 4}L128 ${top + 26}C90 ${top + 30} 50 ${top + 30} 14 ${top + 12}Z`,
    artist.fabric.deep,
  );
  artist.cloth(
    `M6 ${top + 20}C4 ${top - 12} -2 ${top - 30} 14 ${top - 36}C30 ${top - 38} 34 ${top - 8} 40 ${top + 22}Z`,
    { outline: 1.4, plain: true },
  );
}

function creases({ random }: Artist) {
  return [
    [[-96, 262], [-70, 300], 4, 6],
    [[-74, 254], [-46, 288], 4, 6],
    [[20, 292], [130, random.range(268, 284)], 8, 10],
    [[146, 250], [110, 262], 4, 6],
  ] as const;
}

function toeAndHeel(artist: Artist, accent: string, top: number): void {
  const toe = 'M-176 318C-182 288 -160 266 -124 256C-104 272 -98 296 -98 318Z';
  artist.cloth(toe, { colour: accent, plain: true, outline: 1.3, round: 0.8 });
  artist.stitches('M-120 260C-102 276 -94 298 -94 316');
  for (let i = 0; i < 8; i++) {
    const x = -150 + (i % 4) * 13;
    artist.add(
      `<circle cx="${x}" cy="${286 + Math.floor(i / 4) * 14 - (i % 4) * 3}" r="1.800" fill="#04041a" fill-opacity=".35"/>`,
    );
  }
  const heel = `M168 318C170 290 154 262 150 228C149 214 147 ${top + 30} 144 ${top + 14}C126 ${top + 34} 118 262 112 318Z`;
  artist.cloth(heel, { colour: accent, plain: true, outline: 1.3, round: 0.8 });
  artist.stitches(`M140 ${top + 28}C124 ${top + 50} 116 270 108 316`);
}

function swoosh(artist: Artist, accent: string): void {
  artist.cloth('M-66 306C-20 300 50 286 108 244C70 300 10 318 -40 316C-54 316 -66 312 -66 306Z', {
    colour: accent,
    plain: true,
    outline: 1,
  });
}

function laces(artist: Artist, high: boolean): void {
  const pale = luminance(artist.fabric.base) > 0.85 ? '#e9e7e0' : '#f7f5ef';
  artist.cloth(
    `M-104 252C-70 240 -44 220 -18 ${high ? 176 : 198}L4 ${high ? 196 : 218}C-16 242 -48 262 -82 270Z`,
    { outline: 1.2, plain: true },
  );
  const steps = high ? 6 : 4;
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const x = -92 + t * 84;
    const y = 256 - t * t * (high ? 70 : 46) - t * 6;
    const d = `M${x - 12} ${y - 4}Q${x + 4} ${y - 8} ${x + 18} ${y + 14}`;
    artist.line(d, { colour: '#04041a', width: 9, opacity: 0.3 });
    artist.line(d, { colour: pale, width: 6.5, opacity: 1 });
    artist.add(`<circle cx="${x + 19}" cy="${y + 15}" r="3" fill="#5a5c62" stroke="#d6d8dc"/>`);
  }
  const bow = high ? 174 : 196;
  artist.line(
    `M-8 ${bow}C-40 ${bow - 26} -46 ${bow + 6} -8 ${bow + 4}C24 ${bow - 16} 36 ${bow + 14} -6 ${bow + 4}M-8 ${bow + 4}L-26 ${bow + 30}M-6 ${bow + 4}L20 ${bow + 30}`,
    { colour: pale, width: 4.5, opacity: 1 },
  );
}

function sole(artist: Artist, details: Details): void {
  const rubber =
    details.sole === 'Gum'
      ? '#b98550'
      : details.sole === 'Tonal'
        ? mix(artist.fabric.base, '#1c1c22', 0.25)
        : '#f4f2ec';
  const d =
    'M-182 308C-150 320 -60 316 0 316C70 316 130 316 172 306C180 320 180 338 172 350C100 356 -110 358 -166 350C-184 344 -188 322 -182 308Z';
  artist.cloth(d, { colour: rubber, plain: true, outline: 1.5 });
  artist.line('M-180 324C-120 334 110 332 176 322', { colour: darken(rubber, 0.3), width: 1.6 });
  artist.line('M-172 346C-100 352 100 350 172 345', {
    colour: darken(rubber, 0.5),
    width: 5,
    opacity: 0.55,
  });
  artist.stitches('M-176 316C-110 326 110 324 172 313', darken(rubber, 0.4));
}
