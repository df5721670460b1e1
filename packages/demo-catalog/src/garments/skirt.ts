import type { Artist } from '../draw/artist.ts';
import type { GarmentKind } from './kind.ts';
import { panelFolds, panelOutline } from './skirtPanel.ts';

const BOTTOMS: Readonly<Record<string, number>> = { Mini: 300, Knee: 360, Midi: 420 };
const HEMS: Readonly<Record<string, number>> = { 'A-line': 118, Pleated: 134, Pencil: 74 };

export const skirt: GarmentKind = {
  articleType: 'Skirts',
  categoryPath: 'Clothing > Bottoms > Skirts',
  noun: 'Skirt',
  worn: 'bottom',
  colours: ['Black', 'Red', 'Beige', 'Pink', 'Green', 'Navy'],
  patterns: ['Solid', 'Check', 'Floral', 'Dots'],
  options: {
    length: ['Mini', 'Knee', 'Midi'],
    fit: ['A-line', 'Pleated', 'Pencil', 'A-line'],
    closure: ['Button', 'Belt', 'Plain'],
  },
  price: [22, 65],
  draw(artist, details) {
    const fit = details.fit ?? 'A-line';
    const bottom = (BOTTOMS[details.length ?? 'Knee'] ?? 360) + artist.random.range(-8, 8);
    const hem = (HEMS[fit] ?? 110) + (bottom - 360) * 0.2;
    const panel = { top: 96, waist: 62, bottom, hem, pleats: fit === 'Pleated' };
    artist.block = { from: bottom - 70, to: bottom - 30 };
    const outline = panelOutline(panel);
    artist.cloth(outline, { folds: panelFolds(artist, panel) });
    if (panel.pleats) pleatEdges(artist, panel.waist, hem, bottom, outline);
    else
      artist.stitches(
        `M${-hem + 3} ${bottom - 16}C${-hem * 0.4} ${bottom + 4} ${hem * 0.4} ${bottom + 4} ${hem - 3} ${bottom - 16}`,
      );
    if (fit === 'Pencil') artist.line(`M0 ${bottom - 50}V${bottom + 10}`, { width: 1.8 });
    waistband(artist, details.closure);
    if (details.closure === 'Button' && !panel.pleats) buttons(artist, bottom);
    return { neck: [0, 84], hem: [hem, bottom] };
  },
};

function pleatEdges(artist: Artist, waist: number, hem: number, bottom: number, outline: string) {
  artist.within(outline, () => {
    for (let i = -4; i <= 4; i++) {
      const t = i / 4.6;
      artist.line(
        `M${t * waist} 98C${t * waist * 1.15} 160 ${t * hem} ${bottom - 80} ${t * hem * 1.02} ${bottom + 12}`,
        { width: 1.5, opacity: 0.5 },
      );
    }
  });
}

function waistband(artist: Artist, closure: string | undefined): void {
  artist.fill('M-60 80C-20 74 20 74 60 80L58 88C20 84 -20 84 -58 88Z', artist.fabric.deep);
  artist.cloth('M-61 80C-24 90 24 90 61 80L64 104C24 114 -24 114 -64 104Z', {
    outline: 1.4,
    round: 0.8,
  });
  artist.stitches('M-62 101C-24 110 24 110 62 101');
  if (closure !== 'Belt') return;
  artist.cloth('M-62 86C-24 96 24 96 62 86L64 101C24 111 -24 111 -64 101Z', {
    colour: '#4a3224',
    plain: true,
    surface: 'leather',
  });
  artist.add(
    '<rect x="-13" y="88" width="26" height="22" rx="3" fill="none" stroke="#c9a54e" stroke-width="4"/><path d="M0 99H12" stroke="#e6cb80" stroke-width="2.500"/>',
  );
}

function buttons(artist: Artist, bottom: number): void {
  artist.line(`M9 108V${bottom + 11}`, { width: 1.1, opacity: 0.6 });
  artist.stitches(`M-9 110V${bottom + 10}`);
  for (let y = 124; y < bottom - 6; y += 32) {
    artist.add(
      `<circle cx=".8" cy="${y + 1.4}" r="4.800" fill="#000" fill-opacity=".3"/><circle cy="${y}" r="4.600" fill="#e9d8b4" stroke="#7c6a47"/><circle cx="-1.200" cy="${y}" r=".8" fill="#6b5a3b"/><circle cx="1.200" cy="${y}" r=".8" fill="#6b5a3b"/>`,
    );
  }
}
