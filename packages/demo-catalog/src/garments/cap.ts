import type { Artist } from '../draw/artist.ts';
import type { Details, GarmentKind } from './kind.ts';

export const cap: GarmentKind = {
  articleType: 'Caps',
  categoryPath: 'Accessories > Headwear > Caps',
  noun: 'Cap',
  worn: 'head',
  colours: ['Navy', 'Black', 'Red', 'Beige', 'Green', 'White'],
  patterns: ['Solid', 'Colour-block', 'Check', 'Dots'],
  options: {
    style: ['Baseball', 'Trucker', 'Five-panel'],
    emblem: ['Letter', 'Patch', 'None', 'Star'],
    brim: ['Curved', 'Flat'],
  },
  price: [12, 38],
  draw(artist, details) {
    artist.block = { from: 480, to: 480 };
    const flat = details.brim === 'Flat';
    const crown =
      'M-140 286C-150 180 -94 106 0 104C94 106 150 180 140 286C90 262 -90 262 -140 286Z';
    artist.cloth(crown, {
      surface: 'canvas',
      round: 1.2,
      folds: [
        [[-118, 270], [-84, 160], 10, 12],
        [[116, 270], [92, 168], -10, 12],
        [[-40, 266], [-30, 200], 5, 8],
      ],
    });
    panels(artist, details);
    emblem(artist, details.emblem);
    brim(artist, flat);
    artist.add(
      `<ellipse cx="0" cy="104" rx="13" ry="7" fill="${artist.fabric.dark}" stroke="${artist.fabric.line}" stroke-width="1.300"/><ellipse cx="-3" cy="102" rx="5" ry="2" fill="#fff" fill-opacity=".3"/>`,
    );
    return { neck: [0, 286], hem: [150, 352] };
  },
};

function panels(artist: Artist, details: Details): void {
  if (details.style === 'Trucker') {
    artist.both(() => {
      artist.cloth('M56 266C66 200 50 140 6 106C98 110 148 184 140 286C116 274 86 268 56 266Z', {
        plain: true,
        colour: artist.fabric.pattern === 'Solid' ? '#ece9e1' : artist.fabric.accent,
        surface: 'canvas',
      });
      let mesh = '';
      for (let x = 60; x < 140; x += 9) mesh += `M${x} ${Math.max(120, 60 + (x - 30) ** 1.07)}V282`;
      for (let y = 150; y < 276; y += 9) mesh += `M62 ${y}H136`;
      artist.within(
        'M58 266C68 200 52 140 10 108C98 112 146 184 138 284C116 274 86 268 58 266Z',
        () => artist.line(mesh, { width: 1, opacity: 0.4 }),
      );
    });
    return;
  }
  const seams =
    details.style === 'Five-panel'
      ? ['M62 264C76 196 52 132 20 108']
      : ['M78 267C92 196 62 132 8 105'];
  artist.both(() => {
    for (const d of seams) {
      artist.line(d, { width: 1.6 });
    }
    artist.add(
      `<circle cx="98" cy="176" r="4.500" fill="${artist.fabric.deep}" stroke="${artist.fabric.line}"/>`,
    );
    artist.stitches('M72 264C86 198 58 136 10 112', artist.fabric.line, 0.7);
  });
  if (details.style === 'Baseball') {
    artist.line('M0 104V262', { width: 1.6 });
    artist.stitches('M-5 112V262M5 112V262', artist.fabric.line, 0.7);
  }
}

function emblem(artist: Artist, kind: string | undefined): void {
  const { accent, base, deep } = artist.fabric;
  const ink = accent === base ? deep : accent;
  if (kind === 'Letter') {
    artist.line('M-22 238V184L0 216L22 184V238', { colour: '#04041a', width: 15, opacity: 0.25 });
    artist.line('M-22 238V184L0 216L22 184V238', { colour: ink, width: 11, opacity: 1 });
    artist.stitches('M-22 238V184L0 216L22 184V238', '#ffffff', 0.5);
  } else if (kind === 'Patch') {
    artist.add(
      `<rect x="-40" y="184" width="80" height="52" rx="8" fill="#f2ede0" stroke="${ink}" stroke-width="4"/><path d="M-24 224V198H-14L0 214L14 198H24V224" fill="none" stroke="${ink}" stroke-width="5"/>`,
    );
    artist.stitches('M-35 189H35V231H-35Z', '#6b6556');
  } else if (kind === 'Star') {
    artist.add(
      `<path d="M0 176L10 202L38 203L16 220L24 247L0 231L-24 247L-16 220L-38 203L-10 202Z" fill="${ink}" stroke="#04041a" stroke-opacity=".35" stroke-width="1.500"/>`,
    );
  }
}

function brim(artist: Artist, flat: boolean): void {
  const low = flat ? 338 : 352;
  const side = flat ? 158 : 142;
  const d = `M-134 280C-86 250 86 250 134 280C${side} 296 ${side - 4} ${low - 22} 96 ${low - 6}C40 ${low + 8} -40 ${low + 8} -96 ${low - 6}C${-side + 4} ${low - 22} ${-side} 296 -134 280Z`;
  artist.fill('M-136 282C-86 250 86 250 136 282L134 268C86 238 -86 238 -134 268Z', '#04041a', 0.24);
  artist.cloth(d, {
    surface: 'canvas',
    round: 1.2,
    folds: [[[-110, 306], [110, 306], -24, 10]],
  });
  for (const up of [8, 18, 28]) {
    const y = low - 6 - up;
    artist.stitches(
      `M${-110 - up * 0.4} ${y - 14}C-60 ${y + 8} 60 ${y + 8} ${110 + up * 0.4} ${y - 14}`,
    );
  }
}
