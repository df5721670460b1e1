import { darken, lighten } from '../colours.ts';
import type { Random } from '../random.ts';

/** What stands between the camera and the garment, and how light falls: an SVG overlay, 480 x 480. */
export function foregroundSvg(random: Random, worn: boolean): string {
  const things = worn ? [branch, strand, scarf] : [branch, arm, scarf, tag];
  const thing = random.chance(worn ? 0.35 : 0.5) ? random.pick(things)(random) : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480">${thing}${light(random)}</svg>`;
}

function light(random: Random): string {
  const kind = random.pick(['corner', 'window', 'flare', 'dim'] as const);
  if (kind === 'window') {
    const x = random.range(-60, 240);
    return `<g fill="#fff2cf" fill-opacity=".17" transform="skewX(-24)">${[0, 1].map((i) => `<rect x="${x + 60 + i * 92}" y="-10" width="80" height="240"/><rect x="${x + 60 + i * 92}" y="244" width="80" height="250"/>`).join('')}</g>`;
  }
  const [cx, cy] = [random.pick([0.05, 0.95]), random.range(0, 0.6)];
  const [near, far] = kind === 'dim' ? ['#000010', '#000010'] : ['#fff6df', '#05051c'];
  const [a, b] = kind === 'dim' ? [0.08, 0.45] : kind === 'flare' ? [0.5, 0.12] : [0.2, 0.42];
  return `<defs><radialGradient id="l" cx="${cx}" cy="${cy}" r="1.100"><stop offset="0" stop-color="${near}" stop-opacity="${a}"/><stop offset=".55" stop-color="${near}" stop-opacity="0"/><stop offset="1" stop-color="${far}" stop-opacity="${b}"/></radialGradient></defs><rect width="480" height="480" fill="url(#l)"/>`;
}

function branch(random: Random): string {
  const green = random.pick(['#3f6b42', '#5a7d40', '#2c5546']);
  const right = random.chance(0.5);
  let svg = `<path d="M-20 ${random.range(300, 420)}Q90 330 170 250" stroke="#54422e" stroke-width="6" fill="none"/>`;
  for (let i = 0; i < 8; i++) {
    const [x, y, turn] = [
      i * 23 - 6,
      372 - i * 15 + random.range(-16, 16),
      random.integer(-60, 110),
    ];
    svg += `<path transform="translate(${x} ${y}) rotate(${turn})" d="M0 0Q-19 -36 0 -76Q19 -36 0 0Z" fill="${i % 2 ? green : lighten(green, 0.18)}" stroke="${darken(green, 0.4)}"/>`;
  }
  return right ? `<g transform="translate(480 0) scale(-1 1)">${svg}</g>` : svg;
}

function arm(random: Random): string {
  const skin = random.pick(['#f0c9a8', '#d9a27a', '#9a6444', '#6f452e']);
  const y = random.range(330, 400);
  return `<path d="M500 ${y + 70}Q420 ${y + 30} 350 ${y - 40}" stroke="${darken(skin, 0.45)}" stroke-width="57" stroke-linecap="round" fill="none"/><path d="M500 ${y + 70}Q420 ${y + 30} 350 ${y - 40}" stroke="${skin}" stroke-width="54" stroke-linecap="round" fill="none"/>${[0, 1, 2, 3].map((i) => `<path d="M${342 + i * 9} ${y - 40 - i * 9}l-40 ${-20 - i * 4}" stroke="${darken(skin, 0.1)}" stroke-width="13" stroke-linecap="round"/>`).join('')}`;
}

function scarf(random: Random): string {
  const cloth = random.pick(['#b0524a', '#d1b26a', '#4d6680', '#e4dfd3', '#59694f']);
  const x = random.pick([-10, 360]);
  return `<path d="M${x} -10C${x + 60} 120 ${x - 30} 260 ${x + 30} 500H${x + 140}C${x + 90} 300 ${x + 160} 160 ${x + 96} -10Z" fill="${cloth}" stroke="${darken(cloth, 0.45)}" stroke-width="2"/><path d="M${x + 40} -10C${x + 90} 140 ${x + 10} 280 ${x + 66} 500M${x + 70} -10C${x + 124} 140 ${x + 46} 280 ${x + 100} 500" stroke="${darken(cloth, 0.4)}" stroke-opacity=".55" stroke-width="5" fill="none"/>`;
}

function strand(random: Random): string {
  const hair = random.pick(['#2a201c', '#51351f', '#8a5a2e', '#c79a55']);
  const x = random.range(130, 250);
  let svg = '';
  for (let i = 0; i < 8; i++) {
    svg += `<path d="M${x - 40 + i * 6} -10C${x - 60 + i * 9} 70 ${x + 30 - i * 8} 130 ${x - 20 + i * 5} ${190 + i * 7}" stroke="${i % 2 ? hair : lighten(hair, 0.12)}" stroke-width="${9 - i * 0.6}" stroke-opacity=".92" fill="none" stroke-linecap="round"/>`;
  }
  return svg;
}

function tag(random: Random): string {
  const [x, y] = [random.range(150, 310), random.range(180, 320)];
  return `<g transform="rotate(${random.range(-24, 24)} ${x} ${y})"><path d="M${x + 22} ${y - 60}L${x + 24} ${y}" stroke="#6b6b6b" stroke-width="1.500"/><path d="M${x} ${y + 12}L${x + 24} ${y - 8}L${x + 48} ${y + 12}V${y + 84}H${x}Z" fill="#f1ead8" stroke="#8d8470"/><circle cx="${x + 24}" cy="${y + 10}" r="4" fill="#8d8470"/><path d="M${x + 10} ${y + 36}H${x + 38}M${x + 10} ${y + 48}H${x + 32}M${x + 10} ${y + 62}H${x + 38}" stroke="#5b5548" stroke-width="3"/></g>`;
}
