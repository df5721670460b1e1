import type { Artist } from '../draw/artist.ts';
import type { Details, GarmentKind } from './kind.ts';
import { drawSleeves } from './sleeve.ts';
import { ARMPIT, drawBackNeck, fitWidths, SHOULDER, torsoFolds, torsoOutline } from './torso.ts';

export const shirt: GarmentKind = {
  articleType: 'Shirts',
  categoryPath: 'Clothing > Tops > Shirts',
  noun: 'Shirt',
  worn: 'top',
  colours: ['White', 'Blue', 'Pink', 'Red', 'Navy', 'Olive'],
  patterns: ['Check', 'Solid', 'Stripes', 'Floral', 'Dots'],
  options: {
    sleeve: ['Long', 'Short', 'Long'],
    neckline: ['Collar', 'Button-down', 'Band collar'],
    fit: ['Slim', 'Regular', 'Relaxed'],
    pocket: ['Chest', 'None', 'Two'],
  },
  price: [25, 70],
  draw(artist, details) {
    const torso = {
      neckWidth: 36,
      neckDepth: 34,
      vee: true,
      ...fitWidths(details.fit),
      hemY: 392 + artist.random.range(-8, 8),
      hemDrop: 20,
    };
    drawBackNeck(artist, 36, 30);
    artist.endBehind();
    const long = details.sleeve === 'Long';
    const cuff = drawSleeves(artist, {
      length: details.sleeve ?? 'Long',
      shoulder: SHOULDER,
      armpit: ARMPIT,
      cuff: long ? 'button' : 'hem',
    });
    artist.cloth(torsoOutline(torso), { folds: torsoFolds(artist, torso) });
    placket(artist, torso.hemY + torso.hemDrop);
    pockets(artist, details.pocket);
    yokeAndHem(artist, torso.hemWidth, torso.hemY);
    collar(artist, details);
    return { neck: [0, 84], hem: [torso.hemWidth, torso.hemY], ...(cuff && { cuff }) };
  },
};

function placket(artist: Artist, bottom: number): void {
  artist.cloth(`M-9 118H9V${bottom - 1}H-9Z`, { outline: 1.1, round: 0.35 });
  artist.stitches(`M-6 124V${bottom - 4}M6 124V${bottom - 4}`);
  for (let y = 146; y < bottom - 20; y += 44) button(artist, 0, y);
}

function button(artist: Artist, x: number, y: number): void {
  artist.add(
    `<circle cx="${x + 0.7}" cy="${y + 1.2}" r="4.2" fill="#000" fill-opacity=".3"/><circle cx="${x}" cy="${y}" r="4" fill="#f5f2e9" stroke="#8d887b" stroke-width=".8"/><g fill="#7d786c"><circle cx="${x - 1.2}" cy="${y - 1.2}" r=".7"/><circle cx="${x + 1.2}" cy="${y - 1.2}" r=".7"/><circle cx="${x - 1.2}" cy="${y + 1.2}" r=".7"/><circle cx="${x + 1.2}" cy="${y + 1.2}" r=".7"/></g>`,
  );
}

function pockets(artist: Artist, kind: string | undefined): void {
  const pocket = () => {
    artist.cloth('M24 166H64V208L44 217L24 208Z', { outline: 1.2, round: 0.4 });
    artist.cloth('M24 166H64V178L44 184L24 178Z', { outline: 1, round: 0.2 });
    button(artist, 44, 178);
  };
  if (kind === 'Two') artist.both(pocket);
  else if (kind === 'Chest') pocket();
}

function yokeAndHem(artist: Artist, hemWidth: number, hemY: number): void {
  artist.both(() => artist.stitches('M40 96C62 108 86 114 104 118'));
  artist.stitches(
    `M${-hemWidth + 2} ${hemY - 7}C${-hemWidth * 0.6} ${hemY + 13} ${hemWidth * 0.6} ${hemY + 13} ${hemWidth - 2} ${hemY - 7}`,
  );
}

function collar(artist: Artist, details: Details): void {
  if (details.neckline === 'Band collar') {
    artist.both(() =>
      artist.cloth('M37 82C32 100 18 116 2 120L0 106C14 102 24 92 29 76Z', { outline: 1.2 }),
    );
    button(artist, 0, 113);
    return;
  }
  artist.both(() => {
    artist.cloth('M33 72C42 76 46 84 47 92L38 136C26 132 10 124 0 113C14 104 26 92 33 72Z', {
      angle: 38,
      folds: [[[2, 112], [34, 80], -4, 5]],
    });
    artist.stitches('M43 93L35.500 130C26 127 13 121 5 113');
    if (details.neckline === 'Button-down') button(artist, 34, 124);
  });
  button(artist, 0, 119);
}
