import { mix } from '../colours.ts';
import type { Artist } from '../draw/artist.ts';
import { half } from '../draw/path.ts';
import type { Details, GarmentKind } from './kind.ts';
import { shine } from './pair.ts';

export const handbag: GarmentKind = {
  articleType: 'Handbags',
  categoryPath: 'Accessories > Bags > Handbags',
  noun: 'Handbag',
  worn: 'hand',
  colours: ['Brown', 'Black', 'Red', 'Beige', 'Blue', 'Yellow'],
  patterns: ['Solid', 'Check', 'Colour-block', 'Stripes'],
  options: {
    style: ['Tote', 'Satchel', 'Quilted', 'Bucket'],
    handle: ['Double', 'Chain', 'Single'],
    metal: ['Gold', 'Silver'],
  },
  price: [40, 220],
  draw(artist, details) {
    const metal = details.metal === 'Silver' ? '#c9ccd2' : '#d3b163';
    const wide = details.style === 'Bucket' ? 104 : details.style === 'Tote' ? 132 : 138;
    const top = details.style === 'Tote' || details.style === 'Bucket' ? 190 : 214;
    artist.block = { from: 330, to: 480 };
    handles(artist, details, top, metal);
    const body = outline(details.style ?? 'Tote', wide, top);
    const surface = details.style === 'Quilted' ? 'quilt' : 'leather';
    artist.cloth(body, { surface, round: 1.15, folds: bagFolds(wide, top) });
    front(artist, details, wide, top, metal);
    shine(
      artist,
      `M${-wide * 0.62} ${top + 40}C${-wide * 0.72} ${top + 90} ${-wide * 0.72} 330 ${-wide * 0.68} 366`,
      24,
      0.3,
    );
    return { neck: [0, 84], hem: [wide, 400] };
  },
};

function outline(style: string, wide: number, top: number): string {
  if (style === 'Bucket') {
    return half(0, top + 6)
      .curve(40, top + 6, 78, top + 2, 84, top - 4)
      .curve(92, 260, 104, 340, wide, 384)
      .curve(96, 404, 50, 408, 0, 408)
      .closed();
  }
  if (style === 'Tote') {
    return half(0, top + 8)
      .curve(60, top + 8, 110, top + 4, 142, top - 4)
      .curve(138, 270, 130, 350, 126, 390)
      .curve(120, 402, 60, 404, 0, 404)
      .closed();
  }
  return half(0, top)
    .to(wide - 26, top)
    .curve(wide - 4, top, wide + 2, top + 16, wide + 4, top + 40)
    .curve(wide + 12, 320, wide + 10, 366, wide - 2, 384)
    .curve(wide - 12, 396, 70, 398, 0, 398)
    .closed();
}

const bagFolds = (wide: number, top: number) =>
  [
    [[-wide + 8, 392], [-wide + 34, 330], -6, 10],
    [[wide - 8, 392], [wide - 34, 330], 6, 10],
    [[-wide + 18, top + 14], [-wide + 36, top + 74], 5, 8],
    [[wide - 18, top + 14], [wide - 40, top + 70], -5, 8],
  ] as const;

function handles(artist: Artist, details: Details, top: number, metal: string): void {
  const span = details.style === 'Bucket' ? 70 : 78;
  const strap = (height: number, shade: number) => {
    const d = `M${-span} ${top + 16}C${-span + 8} ${height - 20} ${-span * 0.5} ${height} 0 ${height}C${span * 0.5} ${height} ${span - 8} ${height - 20} ${span} ${top + 16}`;
    if (details.handle === 'Chain') {
      artist.line(d, { colour: '#4c3d1c', width: 9, opacity: 0.75 });
      artist.line(d, { colour: metal, width: 7, opacity: 1, dash: '9 4' });
      artist.line(d, { colour: '#fff6d8', width: 2, opacity: 0.7, dash: '5 8' });
      return;
    }
    artist.line(d, { width: 17, opacity: 1 });
    artist.line(d, {
      colour: mix(artist.fabric.base, artist.fabric.deep, shade),
      width: 14,
      opacity: 1,
    });
    artist.line(d, { colour: artist.fabric.light, width: 4, opacity: 0.35 });
    artist.stitches(d, artist.fabric.line, 0.55);
  };
  if (details.handle === 'Double') strap(66, 0.5);
  strap(details.handle === 'Double' ? 84 : 60, 0.12);
}

function front(artist: Artist, details: Details, wide: number, top: number, metal: string): void {
  const ring = (x: number, y: number) =>
    artist.add(
      `<circle cx="${x}" cy="${y}" r="9" fill="none" stroke="#4c3d1c" stroke-opacity=".6" stroke-width="5.500"/><circle cx="${x}" cy="${y}" r="9" fill="none" stroke="${metal}" stroke-width="4"/>`,
    );
  const span = details.style === 'Bucket' ? 70 : 78;
  artist.both(() => {
    artist.cloth(
      `M${span - 11} ${top + 14}H${span + 11}V${top + 50}Q${span} ${top + 64} ${span - 11} ${top + 50}Z`,
      { plain: true, surface: 'leather', outline: 1.3 },
    );
    ring(span, top + 16);
  });
  if (details.style === 'Tote') {
    artist.line('M-139 206C-60 214 60 214 139 206', { width: 1.5, opacity: 0.6 });
    artist.stitches(
      'M-138 212C-60 220 60 220 138 212M-124 384C-60 396 60 396 124 384',
      artist.fabric.line,
      0.8,
    );
    artist.add(
      `<rect x="-20" y="262" width="40" height="20" rx="3" fill="${metal}" stroke="#4c3d1c" stroke-opacity=".6"/><path d="M-12 272H12" stroke="#4c3d1c" stroke-opacity=".6" stroke-width="2"/>`,
    );
  } else if (details.style === 'Bucket') {
    artist.stitches('M-84 206C-40 216 40 216 84 206', artist.fabric.line, 0.8);
    for (const x of [-56, -28, 0, 28, 56]) ring(x, 226);
    artist.line('M-56 226H56', { colour: artist.fabric.deep, width: 5, opacity: 1 });
    artist.line('M4 228C14 260 0 290 10 320M-4 228C-16 262 -6 286 -18 312', {
      colour: artist.fabric.deep,
      width: 5,
      opacity: 1,
    });
  } else flap(artist, wide, top, metal);
}

function flap(artist: Artist, wide: number, top: number, metal: string): void {
  const w = wide - 4;
  const d = half(0, top - 4)
    .to(w - 20, top - 4)
    .curve(w + 2, top - 4, w + 6, top + 20, w + 2, top + 54)
    .curve(w - 8, top + 96, 60, top + 112, 0, top + 114)
    .closed();
  artist.line(
    `M${-w} ${top + 62}C${-w + 10} ${top + 104} -60 ${top + 120} 0 ${top + 122}C60 ${top + 120} ${w - 10} ${top + 104} ${w} ${top + 62}`,
    { colour: '#04041a', width: 10, opacity: 0.25 },
  );
  artist.cloth(d, { surface: 'leather', round: 1.1 });
  artist.stitches(
    half(0, top + 106)
      .curve(60, top + 104, w - 16, top + 90, w - 5, top + 50)
      .across(),
    artist.fabric.line,
    0.8,
  );
  artist.add(
    `<rect x="-17" y="${top + 92}" width="34" height="40" rx="5" fill="${metal}" stroke="#4c3d1c" stroke-opacity=".7"/><rect x="-12" y="${top + 96}" width="24" height="14" rx="3" fill="#fff" fill-opacity=".35"/><circle cy="${top + 120}" r="4" fill="#4c3d1c" fill-opacity=".7"/>`,
  );
}
