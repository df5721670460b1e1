import { darken, mix } from '../colours.ts';
import type { Artist } from '../draw/artist.ts';
import type { Details, GarmentKind } from './kind.ts';
import { drawPair, shine } from './pair.ts';

export const heel: GarmentKind = {
  articleType: 'Heels',
  categoryPath: 'Footwear > Shoes > Heels',
  noun: 'Heels',
  worn: 'feet',
  colours: ['Red', 'Black', 'Beige', 'Pink', 'Navy', 'Purple'],
  patterns: ['Solid', 'Dots'],
  options: {
    heel: ['Stiletto', 'Block', 'Kitten'],
    toe: ['Pointed', 'Round', 'Open'],
    strap: ['None', 'Ankle', 'Mary Jane'],
  },
  price: [45, 140],
  draw(artist, details) {
    drawPair(artist, () => drawHeel(artist, details));
    return { neck: [90, 150], hem: [150, 350] };
  },
};

function drawHeel(artist: Artist, details: Details): void {
  const drop = details.heel === 'Kitten' ? 40 : 0;
  const lift = (y: number, share: number) => y + drop * share;
  const tip = details.toe === 'Pointed' ? -188 : -172;
  const heelTop = lift(172, 1);
  heelPost(artist, details, drop);
  strap(artist, details, drop);
  const inside = `M-96 ${lift(286, 0.1)}C-40 ${lift(272, 0.3)} 40 ${lift(226, 0.7)} 84 ${heelTop - 6}C106 ${heelTop - 18} 132 ${heelTop - 14} 138 ${heelTop}L112 ${lift(222, 0.9)}C40 ${lift(270, 0.6)} -50 306 -96 300Z`;
  artist.fill(inside, mix(artist.fabric.base, '#e9cfae', 0.72));
  artist.line(inside, { width: 1.1 });
  const round = details.toe === 'Round' ? 14 : 0;
  const upper =
    `M${tip} 330C${tip - 2} ${316 - round} ${tip + 34} ${294 - round} -100 ${286}C-76 280 -62 288 -54 298C-10 ${lift(286, 0.4)} 50 ${lift(262, 0.7)} 92 ${heelTop + 22}` +
    `C104 ${heelTop - 4} 126 ${heelTop - 16} 140 ${heelTop - 2}C152 ${heelTop + 20} 152 ${heelTop + 44} 142 ${heelTop + 68}C116 ${lift(258, 0.9)} 84 ${lift(266, 0.8)} 56 ${lift(286, 0.6)}C10 ${lift(326, 0.3)} -20 340 -60 341H${tip + 18}C${tip + 2} 340 ${tip} 336 ${tip} 330Z`;
  artist.cloth(upper, { round: 1.2, folds: [[[-50, 300], [60, lift(278, 0.6)], 12, 9]] });
  shine(artist, `M${tip + 24} 318C-140 302 -112 298 -90 298`, 14, 0.6);
  shine(
    artist,
    `M124 ${heelTop + 8}C134 ${heelTop + 22} 134 ${heelTop + 36} 128 ${heelTop + 52}`,
    11,
    0.5,
  );
  if (details.toe === 'Open') {
    artist.fill(
      `M${tip + 4} 328C${tip + 14} 306 ${tip + 36} 312 ${tip + 34} 334Z`,
      mix(artist.fabric.deep, '#e9cfae', 0.35),
    );
  }
  artist.cloth(
    `M${tip + 2} 334C-140 346 -60 346 -20 338C20 330 44 ${lift(300, 0.5)} 64 ${lift(282, 0.6)}L60 ${lift(294, 0.6)}C20 340 -10 348 -60 350H${tip + 22}Q${tip + 4} 346 ${tip + 2} 334Z`,
    {
      colour: darken(artist.fabric.base, 0.62),
      plain: true,
      outline: 1,
    },
  );
}

function heelPost(artist: Artist, details: Details, drop: number): void {
  const top = 236 + drop;
  const d =
    details.heel === 'Block'
      ? `M62 ${top + 46}C90 ${top + 24} 120 ${top + 10} 144 ${top - 4}L138 350H84Z`
      : `M70 ${top + 36}C96 ${top + 20} 120 ${top + 6} 146 ${top - 10}C144 ${top + 40} 136 320 134 350H120C118 ${Math.min(330, top + 90)} 104 ${top + 44} 70 ${top + 36}Z`;
  artist.cloth(d, { round: 1.4 });
  const [x, w] = details.heel === 'Block' ? [83, 56] : [119, 16];
  artist.add(`<rect x="${x}" y="347" width="${w}" height="6" rx="1.500" fill="#222226"/>`);
}

function strap(artist: Artist, details: Details, drop: number): void {
  const y = 150 + drop;
  if (details.strap === 'Ankle') {
    artist.cloth(`M136 ${y + 34}L130 ${y - 44}H142L146 ${y + 30}Z`, { outline: 1.2, plain: true });
    artist.cloth(
      `M50 ${y - 50}C80 ${y - 30} 120 ${y - 32} 142 ${y - 48}V${y - 36}C118 ${y - 20} 78 ${y - 18} 50 ${y - 38}Z`,
      { outline: 1.2, plain: true },
    );
    artist.line(`M50 ${y - 46}C74 ${y - 62} 120 ${y - 62} 142 ${y - 46}`, {
      width: 5,
      opacity: 0.9,
      colour: artist.fabric.dark,
    });
    artist.add(
      `<rect x="84" y="${y - 39}" width="15" height="19" rx="3" fill="none" stroke="#d9bd72" stroke-width="3"/>`,
    );
  }
  if (details.strap === 'Mary Jane') {
    artist.cloth(
      `M-20 ${286 + drop * 0.4}C-22 ${246 + drop * 0.4} 0 ${226 + drop * 0.5} 34 ${222 + drop * 0.6}L40 ${234 + drop * 0.6}C14 ${238 + drop * 0.5} -6 ${256 + drop * 0.4} -6 ${284 + drop * 0.4}Z`,
      { outline: 1.2, plain: true },
    );
    artist.add(
      `<circle cx="-10" cy="${276 + drop * 0.4}" r="4.500" fill="#d9bd72" stroke="#5f4a1f"/>`,
    );
  }
}
