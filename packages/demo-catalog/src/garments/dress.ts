import type { Artist, Fold } from '../draw/artist.ts';
import { half } from '../draw/path.ts';
import type { Details, GarmentKind } from './kind.ts';
import { panelFolds, panelOutline } from './skirtPanel.ts';
import { drawSleeves } from './sleeve.ts';
import { drawBackNeck } from './torso.ts';

const BOTTOMS: Readonly<Record<string, number>> = { Mini: 352, Knee: 400, Midi: 448 };
const WAIST_Y = 226;

export const dress: GarmentKind = {
  articleType: 'Dresses',
  categoryPath: 'Clothing > Dresses > Dresses',
  noun: 'Dress',
  worn: 'dress',
  colours: ['Red', 'Navy', 'Yellow', 'Black', 'Pink', 'Green'],
  patterns: ['Floral', 'Solid', 'Dots', 'Check', 'Stripes'],
  options: {
    sleeve: ['Sleeveless', 'Short', 'Straps', 'Long'],
    neckline: ['Round', 'V-neck', 'Square'],
    length: ['Knee', 'Mini', 'Midi'],
    fit: ['Flared', 'Pleated', 'Straight'],
    belt: ['None', 'Tie', 'Leather'],
  },
  price: [30, 110],
  draw(artist, details) {
    const straps = details.sleeve === 'Straps';
    const bottom = (BOTTOMS[details.length ?? 'Knee'] ?? 400) + artist.random.range(-8, 8);
    const hem = details.fit === 'Straight' ? 84 : 116 + (bottom - 400) * 0.25;
    const panel = { top: WAIST_Y, waist: 58, bottom, hem, pleats: details.fit === 'Pleated' };
    artist.block = { from: WAIST_Y, to: 480 };
    if (!straps) drawBackNeck(artist, 40, details.neckline === 'V-neck' ? 58 : 44);
    artist.endBehind();
    if (straps) strapLines(artist);
    const cuff = drawSleeves(artist, {
      length: details.sleeve ?? 'Sleeveless',
      shoulder: [92, 106],
      armpit: [80, 182],
      cuff: 'hem',
    });
    artist.cloth(panelOutline(panel), { folds: panelFolds(artist, panel) });
    artist.cloth(bodice(details), { folds: bodiceFolds(artist) });
    finish(artist, details, hem, bottom);
    return { neck: [0, 84], hem: [hem, bottom], ...(cuff && { cuff }) };
  },
};

function bodice(details: Details): string {
  const waist = (start: ReturnType<typeof half>) =>
    start
      .curve(70, 200, 60, 210, 58, WAIST_Y)
      .curve(40, WAIST_Y + 8, 20, WAIST_Y + 9, 0, WAIST_Y + 9)
      .closed();
  if (details.sleeve === 'Straps') {
    return waist(half(0, 142).curve(16, 132, 40, 126, 58, 128).curve(66, 144, 72, 160, 78, 172));
  }
  const depth = details.neckline === 'V-neck' ? 66 : details.neckline === 'Square' ? 50 : 34;
  const start = half(0, 84 + depth);
  const neck =
    details.neckline === 'Square'
      ? start.to(40, 84 + depth).to(44, 84)
      : details.neckline === 'V-neck'
        ? start.curve(12, 132, 34, 106, 40, 84)
        : start.curve(24, 84 + depth, 38, 104, 42, 84);
  const edge = details.sleeve === 'Sleeveless' ? 78 : 92;
  return waist(
    neck.curve(56, 88, edge - 10, 94, edge, 104).curve(edge - 14, 130, 72, 160, 80, 182),
  );
}

function strapLines(artist: Artist): void {
  artist.both(() => {
    artist.line('M50 132C48 104 44 84 30 66', { width: 8, opacity: 1 });
    artist.line('M50 132C48 104 44 84 30 66', {
      colour: artist.fabric.base,
      width: 5.5,
      opacity: 1,
    });
  });
  artist.fill('M-56 130C-30 118 30 118 56 130L50 150H-50Z', artist.fabric.deep);
}

function bodiceFolds({ random }: Artist): Fold[] {
  const folds: Fold[] = [];
  for (const side of [-1, 1]) {
    folds.push([
      [side * 76, 182],
      [side * random.range(26, 36), random.range(190, 204)],
      side * -5,
      7,
    ]);
    folds.push([[side * 42, WAIST_Y + 4], [side * 34, random.range(166, 180)], side * 4, 7]);
    folds.push([[side * 18, WAIST_Y + 6], [side * 14, random.range(180, 196)], 0, 5]);
  }
  return folds;
}

function finish(artist: Artist, details: Details, hem: number, bottom: number): void {
  if (details.fit !== 'Pleated') {
    artist.stitches(
      `M${-hem + 3} ${bottom - 16}C${-hem * 0.4} ${bottom + 4} ${hem * 0.4} ${bottom + 4} ${hem - 3} ${bottom - 16}`,
    );
  }
  artist.both(() => artist.line('M40 226C36 200 40 180 48 164', { width: 1, opacity: 0.4 }));
  const band = `M-59 ${WAIST_Y - 10}C-20 ${WAIST_Y - 2} 20 ${WAIST_Y - 2} 59 ${WAIST_Y - 10}V${WAIST_Y + 6}C20 ${WAIST_Y + 14} -20 ${WAIST_Y + 14} -59 ${WAIST_Y + 6}Z`;
  if (details.belt === 'Leather') {
    artist.cloth(band, { colour: '#513626', plain: true, surface: 'leather' });
    artist.add(
      `<rect x="-11" y="${WAIST_Y - 8}" width="22" height="20" rx="3" fill="none" stroke="#c9a54e" stroke-width="3.500"/>`,
    );
  } else if (details.belt === 'Tie') {
    artist.cloth(
      `M14 ${WAIST_Y + 6}C24 ${WAIST_Y + 40} 22 ${WAIST_Y + 70} 34 ${WAIST_Y + 92}L22 ${WAIST_Y + 96}C10 ${WAIST_Y + 60} 10 ${WAIST_Y + 40} 8 ${WAIST_Y + 6}ZM10 ${WAIST_Y + 6}C4 ${WAIST_Y + 40} 6 ${WAIST_Y + 60} -6 ${WAIST_Y + 84}L6 ${WAIST_Y + 88}C14 ${WAIST_Y + 60} 16 ${WAIST_Y + 40} 16 ${WAIST_Y + 6}Z`,
      { outline: 1.2 },
    );
    artist.cloth(band, { outline: 1.2, plain: true });
    artist.cloth(
      `M12 ${WAIST_Y + 2}C-8 ${WAIST_Y - 22} -26 ${WAIST_Y - 12} -24 ${WAIST_Y + 2}C-22 ${WAIST_Y + 14} -4 ${WAIST_Y + 12} 12 ${WAIST_Y + 2}C32 ${WAIST_Y - 22} 50 ${WAIST_Y - 12} 48 ${WAIST_Y + 2}C46 ${WAIST_Y + 14} 28 ${WAIST_Y + 12} 12 ${WAIST_Y + 2}Z`,
      { outline: 1.2, plain: true },
    );
  } else
    artist.line(`M-58 ${WAIST_Y + 1}C-20 ${WAIST_Y + 9} 20 ${WAIST_Y + 9} 58 ${WAIST_Y + 1}`, {
      width: 1.8,
    });
}
