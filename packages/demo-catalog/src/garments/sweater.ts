import { lighten } from '../colours.ts';
import type { Artist } from '../draw/artist.ts';
import type { GarmentKind } from './kind.ts';
import { drawSleeves } from './sleeve.ts';
import { ARMPIT, drawBackNeck, neckBand, SHOULDER, torsoFolds, torsoOutline } from './torso.ts';

export const sweater: GarmentKind = {
  articleType: 'Sweaters',
  categoryPath: 'Clothing > Tops > Sweaters',
  noun: 'Sweater',
  worn: 'top',
  colours: ['Beige', 'Green', 'Red', 'Grey', 'Navy', 'Orange'],
  patterns: ['Solid', 'Stripes', 'Colour-block'],
  options: {
    sleeve: ['Long'],
    neckline: ['Crew', 'Turtleneck', 'V-neck'],
    fit: ['Regular', 'Relaxed'],
    knit: ['Cable', 'Fine', 'Chunky'],
  },
  price: [35, 95],
  draw(artist, details) {
    const wide = details.fit === 'Relaxed';
    const torso = {
      neckWidth: 38,
      neckDepth: details.neckline === 'V-neck' ? 58 : 24,
      vee: details.neckline === 'V-neck',
      waist: wide ? 104 : 95,
      hemWidth: wide ? 96 : 88,
      hemY: 386 + artist.random.range(-10, 10),
      hemDrop: 7,
    };
    artist.block = { from: 176, to: 268 };
    drawBackNeck(artist, 38, torso.neckDepth);
    artist.endBehind();
    const cuff = drawSleeves(artist, {
      length: 'Long',
      shoulder: SHOULDER,
      armpit: ARMPIT,
      cuff: 'rib',
      loose: 7,
      surface: 'knit',
    });
    artist.cloth(torsoOutline(torso), { folds: torsoFolds(artist, torso), surface: 'knit' });
    if (details.knit === 'Cable') cables(artist, torso.hemY);
    hemRib(artist, torso.hemWidth, torso.hemY);
    if (details.neckline === 'Turtleneck') rollNeck(artist);
    else artist.cloth(neckBand(torso, 12), { plain: true, surface: 'rib', outline: 1.2 });
    return { neck: [0, 84], hem: [torso.hemWidth, torso.hemY], ...(cuff && { cuff }) };
  },
};

function hemRib(artist: Artist, w: number, y: number): void {
  const d = `M${-w - 2} ${y - 26}C${-w / 2} ${y - 19} ${w / 2} ${y - 19} ${w + 2} ${y - 26}L${w} ${y}C${w / 2} ${y + 8} ${-w / 2} ${y + 8} ${-w} ${y}Z`;
  artist.cloth(d, { plain: true, surface: 'rib', outline: 1.2 });
}

function rollNeck(artist: Artist): void {
  artist.cloth('M-38 62C-20 55 20 55 38 62L43 100C24 116 -24 116 -43 100Z', {
    plain: true,
    surface: 'rib',
    folds: [[[-40, 84], [40, 84], 16, 6]],
  });
  artist.fill('M-36 62C-18 56 18 56 36 62C18 69 -18 69 -36 62Z', artist.fabric.deep, 0.9);
}

/** Three plaits of knit down the front. */
function cables(artist: Artist, bottom: number): void {
  const { line } = artist.fabric;
  const pale = lighten(artist.fabric.base, 0.35);
  for (const x of [-46, 0, 46]) {
    let strands = '';
    for (let y = 126; y < bottom - 44; y += 24) {
      strands += `M${x - 9} ${y}C${x - 9} ${y + 12} ${x + 9} ${y + 12} ${x + 9} ${y + 24}`;
      strands += `M${x + 9} ${y}C${x + 9} ${y + 8} ${x + 4} ${y + 11} ${x + 2} ${y + 12}`;
      strands += `M${x - 2} ${y + 13}C${x - 6} ${y + 15} ${x - 9} ${y + 18} ${x - 9} ${y + 24}`;
    }
    artist.line(strands, { colour: line, width: 9, opacity: 0.3 });
    artist.line(strands, { colour: pale, width: 5.5, opacity: 0.42 });
    artist.line(`M${x - 17} 122V${bottom - 28}M${x + 17} 122V${bottom - 28}`, { opacity: 0.3 });
  }
}
