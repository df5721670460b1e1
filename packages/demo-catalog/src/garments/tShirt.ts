import type { Artist } from '../draw/artist.ts';
import type { Details, GarmentKind } from './kind.ts';
import { drawSleeves } from './sleeve.ts';
import {
  ARMPIT,
  drawBackNeck,
  fitWidths,
  neckBand,
  SHOULDER,
  type Torso,
  torsoFolds,
  torsoOutline,
} from './torso.ts';

const NECKS: Readonly<Record<string, Pick<Torso, 'neckWidth' | 'neckDepth' | 'vee'>>> = {
  Crew: { neckWidth: 38, neckDepth: 26 },
  'V-neck': { neckWidth: 38, neckDepth: 62, vee: true },
  Scoop: { neckWidth: 50, neckDepth: 54 },
};

export const tShirt: GarmentKind = {
  articleType: 'T-shirts',
  categoryPath: 'Clothing > Tops > T-shirts',
  noun: 'T-shirt',
  worn: 'top',
  colours: ['White', 'Navy', 'Red', 'Green', 'Yellow', 'Black'],
  patterns: ['Solid', 'Stripes', 'Dots', 'Colour-block'],
  options: {
    sleeve: ['Short', 'Short', 'Elbow'],
    neckline: ['Crew', 'V-neck', 'Scoop'],
    fit: ['Slim', 'Regular', 'Relaxed'],
    pocket: ['None', 'Chest'],
  },
  price: [12, 35],
  draw(artist, details) {
    const torso = {
      ...(NECKS[details.neckline ?? 'Crew'] ?? { neckWidth: 38, neckDepth: 26 }),
      ...fitWidths(details.fit),
      hemY: 398 + artist.random.range(-8, 10),
      hemDrop: 9,
    };
    drawBackNeck(artist, torso.neckWidth, torso.neckDepth);
    artist.endBehind();
    const cuff = drawSleeves(artist, {
      length: details.sleeve ?? 'Short',
      shoulder: SHOULDER,
      armpit: ARMPIT,
      cuff: 'hem',
    });
    artist.cloth(torsoOutline(torso), { folds: torsoFolds(artist, torso) });
    artist.cloth(neckBand(torso, 8), { plain: true, surface: 'rib', outline: 1.1 });
    trim(artist, torso, details);
    return { neck: [0, 84], hem: [torso.hemWidth, torso.hemY], ...(cuff && { cuff }) };
  },
};

function trim(artist: Artist, t: Torso, details: Details): void {
  const y = t.hemY - 10;
  artist.stitches(
    `M${-t.hemWidth + 2} ${y}C${-t.hemWidth / 2} ${y + t.hemDrop} ${t.hemWidth / 2} ${y + t.hemDrop} ${t.hemWidth - 2} ${y}`,
  );
  if (details.pocket !== 'Chest') return;
  const pocket = 'M28 160H66V198Q66 204 60 205L47 210L34 205Q28 204 28 198Z';
  artist.cloth(pocket, { outline: 1.2, round: 0.4 });
  artist.stitches('M30 167H64');
}
