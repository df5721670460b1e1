import { darken, mix } from '../colours.ts';
import type { Artist } from '../draw/artist.ts';
import { half } from '../draw/path.ts';
import type { Details, GarmentKind } from './kind.ts';
import { drawSleeves } from './sleeve.ts';
import { ARMPIT, drawBackNeck, SHOULDER, torsoFolds } from './torso.ts';

export const jacket: GarmentKind = {
  articleType: 'Jackets',
  categoryPath: 'Clothing > Outerwear > Jackets',
  noun: 'Jacket',
  worn: 'top',
  colours: ['Black', 'Brown', 'Navy', 'Olive', 'Red', 'Beige'],
  patterns: ['Solid', 'Solid', 'Check'],
  options: {
    sleeve: ['Long'],
    neckline: ['Lapel', 'Stand collar', 'Shirt collar'],
    style: ['Blazer', 'Puffer', 'Biker', 'Coat'],
  },
  price: [60, 190],
  draw(artist, details) {
    const style = details.style ?? 'Blazer';
    const long = style === 'Coat';
    const hemY = (long ? 440 : style === 'Biker' ? 350 : 388) + artist.random.range(-8, 8);
    const hemWidth = long ? 108 : style === 'Biker' ? 88 : 98;
    drawBackNeck(artist, 38, 40, mix(artist.fabric.base, '#8a6f52', 0.4));
    artist.endBehind();
    const surface = style === 'Puffer' ? 'none' : style === 'Biker' ? 'leather' : 'canvas';
    const sleeves = {
      length: 'Long',
      shoulder: SHOULDER,
      armpit: ARMPIT,
      loose: 8,
      surface,
    } as const;
    const cuff = drawSleeves(artist, { ...sleeves, cuff: style === 'Puffer' ? 'rib' : 'button' });
    const body = outline(hemWidth, hemY);
    const torso = { neckWidth: 38, neckDepth: 60, waist: 90, hemWidth, hemY, hemDrop: 4 };
    artist.cloth(body, { folds: torsoFolds(artist, torso), surface });
    if (style === 'Puffer') quilting(artist, body, hemY);
    if (style === 'Blazer' || style === 'Coat') tailored(artist, details, hemY, long);
    else zipped(artist, style, hemY, hemWidth);
    return { neck: [0, 84], hem: [hemWidth, hemY], ...(cuff && { cuff }) };
  },
};

const outline = (w: number, y: number) =>
  half(0, 128)
    .curve(10, 118, 30, 100, 38, 82)
    .curve(60, 90, 92, 98, SHOULDER[0] + 4, SHOULDER[1])
    .curve(100, 134, 96, 166, ARMPIT[0] + 2, ARMPIT[1])
    .curve(92, 240, 90, 280, 93, 316)
    .curve(95, 350, w, y - 20, w, y)
    .curve(w * 0.66, y + 5, w * 0.3, y + 6, 0, y + 5)
    .closed();

function tailored(artist: Artist, details: Details, hemY: number, long: boolean): void {
  const low = long ? 210 : 226;
  artist.line(`M2 ${low}C6 ${low + 60} 4 ${hemY - 40} 4 ${hemY + 4}`, { width: 1.8 });
  artist.fill(
    `M2 ${low}C6 ${low + 60} 4 ${hemY - 40} 4 ${hemY + 4}L-4 ${hemY + 4}V${low}Z`,
    '#04041a',
    0.2,
  );
  shirtFront(artist, low);
  artist.both(() => {
    const lapel =
      details.neckline === 'Stand collar'
        ? `M36 78C44 92 52 104 56 116L40 150L2 ${low}C4 170 16 120 36 78Z`
        : `M36 78C46 96 60 116 70 126L56 134L66 142C54 172 26 ${low - 20} 2 ${low}C4 170 16 120 36 78Z`;
    artist.cloth(lapel, { angle: 20, surface: 'canvas', outline: 1.3 });
    if (details.neckline !== 'Stand collar') artist.line('M56 134L28 116', { width: 1.4 });
    artist.cloth(`M38 ${hemY - 92}L82 ${hemY - 98}V${hemY - 84}L39 ${hemY - 77}Z`, {
      outline: 1.2,
      round: 0.3,
    });
    artist.line('M50 200C46 240 50 280 48 300', { width: 1, opacity: 0.35 });
  });
  const dark = darken(artist.fabric.base, 0.45);
  const double = long;
  for (const y of long ? [232, 280, 328] : [240, 284]) {
    for (const x of double ? [-16, 20] : [0]) {
      artist.add(
        `<circle cx="${x + 1}" cy="${y + 1.5}" r="6" fill="#000" fill-opacity=".3"/><circle cx="${x}" cy="${y}" r="5.600" fill="${dark}" stroke="#000" stroke-opacity=".4"/><circle cx="${x - 1.5}" cy="${y - 1.5}" r="2" fill="#fff" fill-opacity=".4"/>`,
      );
    }
  }
}

/** The pale lining seen between the lapels. */
function shirtFront(artist: Artist, low: number): void {
  const d = `M-36 80C-16 104 -4 ${low - 40} 0 ${low}C4 ${low - 40} 16 104 36 80C20 118 -20 118 -36 80Z`;
  artist.fill(d, darken(artist.fabric.base, 0.6));
}

function quilting(artist: Artist, body: string, hemY: number): void {
  artist.within(body, () => {
    for (let y = 132; y < hemY + 10; y += 34) {
      artist.fill(
        `M-120 ${y - 15}C-40 ${y + 2} 40 ${y + 2} 120 ${y - 15}V${y}C40 ${y + 14} -40 ${y + 14} -120 ${y}Z`,
        '#04041a',
        0.16 * artist.fabric.shade,
      );
      artist.fill(
        `M-120 ${y + 1}C-40 ${y + 15} 40 ${y + 15} 120 ${y + 1}V${y + 12}C40 ${y + 25} -40 ${y + 25} -120 ${y + 12}Z`,
        '#ffffff',
        0.13,
      );
      artist.line(`M-120 ${y}C-40 ${y + 14} 40 ${y + 14} 120 ${y}`, { width: 1.6 });
    }
  });
}

function zipped(artist: Artist, style: string, hemY: number, hemWidth: number): void {
  const biker = style === 'Biker';
  const x = biker ? -22 : 0;
  const zip = `M${biker ? 8 : 0} 126L${x} ${biker ? 230 : 180}V${hemY + 2}`;
  artist.line(zip, { width: 9, opacity: 0.4 });
  artist.line(zip, { colour: '#cfd2d6', width: 3.6, opacity: 1, dash: '1.600 1.600' });
  artist.add(
    `<rect x="${x - 3.5}" y="${biker ? 236 : 186}" width="7" height="15" rx="2" fill="#dfe2e5" stroke="#6c7077"/>`,
  );
  if (biker) {
    artist.both(() => {
      artist.cloth(
        'M36 78C48 94 62 110 76 118L58 132L64 146C46 168 24 178 0 186C6 150 20 116 36 78Z',
        { surface: 'leather', outline: 1.5 },
      );
      artist.line('M58 132L30 112', { width: 1.3 });
      artist.line('M44 262L80 240', {
        colour: '#cfd2d6',
        width: 3,
        opacity: 1,
        dash: '1.600 1.600',
      });
    });
    artist.cloth(
      `M${-hemWidth - 2} ${hemY - 26}H${hemWidth + 2}L${hemWidth} ${hemY}C40 ${hemY + 6} -40 ${hemY + 6} ${-hemWidth} ${hemY}Z`,
      { plain: true, surface: 'leather' },
    );
    artist.add(
      `<rect x="-12" y="${hemY - 24}" width="24" height="20" rx="2" fill="none" stroke="#cfd2d6" stroke-width="3.500"/>`,
    );
    return;
  }
  artist.both(() => {
    artist.cloth('M0 128C10 122 28 104 34 72L44 74C48 96 30 128 4 146Z', { outline: 1.4 });
    artist.line(`M46 ${hemY - 74}L78 ${hemY - 98}`, { width: 3, opacity: 0.6 });
  });
}
