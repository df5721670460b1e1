import { darken, lighten } from '../colours.ts';
import type { Random } from '../random.ts';

/** A few things that lie about near the edges of a table or floor. */
export function clutter(random: Random): string {
  const spots = random.shuffle([
    [40, 60],
    [440, 70],
    [50, 430],
    [430, 430],
    [240, 20],
    [14, 250],
    [468, 250],
  ] as const);
  return spots
    .slice(0, random.integer(2, 4))
    .map(([x, y]) => {
      const thing = random.pick([mug, book, phone, leaves, glasses, keys])(random);
      return `<g transform="translate(${x} ${y}) rotate(${random.integer(-60, 60)}) scale(${random.range(0.9, 1.4).toFixed(2)})">${thing}</g>`;
    })
    .join('');
}

const shadow = (d: string) =>
  `<path d="${d}" transform="translate(5 8)" fill="#000" fill-opacity=".25"/>`;

function mug(random: Random): string {
  const colour = random.pick(['#e9e4d8', '#b0524a', '#3f566e', '#d0a64e']);
  return `<circle cx="5" cy="8" r="38" fill="#000" fill-opacity=".22"/><path d="M30 -8h26v16h-26Z" fill="${colour}"/><circle r="38" fill="${colour}" stroke="${darken(colour, 0.4)}"/><circle r="31" fill="#4a2f1e"/><path d="M-20 -12Q0 -28 20 -12" stroke="#8a6242" stroke-width="4" fill="none"/>`;
}

function book(random: Random): string {
  const colour = random.pick(['#38566b', '#a1443c', '#d8b04f', '#486449', '#e3ddcf']);
  return `${shadow('M-48 -66H48V66H-48Z')}<path d="M-48 -66H48V66H-48Z" fill="${colour}" stroke="${darken(colour, 0.5)}"/><path d="M-40 -66V66" stroke="${darken(colour, 0.4)}" stroke-width="3"/><path d="M-24 -40H32M-24 -26H20" stroke="${lighten(colour, 0.6)}" stroke-width="6"/><circle cx="6" cy="20" r="18" fill="${lighten(colour, 0.35)}"/>`;
}

function phone(): string {
  return `${shadow('M-26 -52H26V52H-26Z')}<rect x="-26" y="-52" width="52" height="104" rx="9" fill="#1d1e22" stroke="#55585f" stroke-width="2"/><rect x="-22" y="-44" width="44" height="88" rx="4" fill="#39506b"/><path d="M-22 -10L22 -44V0L-22 36Z" fill="#fff" fill-opacity=".14"/>`;
}

function leaves(random: Random): string {
  const green = random.pick(['#4d7a4e', '#6b8f4c', '#2f5a45', '#a0703a']);
  let svg = '';
  for (let i = 0; i < 5; i++) {
    svg += `<g transform="rotate(${i * 38 - 76})"><path d="M0 0Q-26 -50 0 -100Q26 -50 0 0Z" fill="${i % 2 ? green : darken(green, 0.2)}" stroke="${darken(green, 0.5)}"/><path d="M0 0V-92" stroke="${lighten(green, 0.4)}" stroke-width="1.500"/></g>`;
  }
  return svg;
}

function glasses(): string {
  return `<g fill="#2a2320" fill-opacity=".85" stroke="#17120f" stroke-width="4"><path d="M-58 -14q26 -10 50 0q4 34 -24 36q-26 0 -26 -36Z"/><path d="M58 -14q-26 -10 -50 0q-4 34 24 36q26 0 26 -36Z"/></g><path d="M-8 -12Q0 -18 8 -12M-58 -12L-70 -60M58 -12L72 -56" stroke="#17120f" stroke-width="5" fill="none"/>`;
}

function keys(): string {
  return `<circle r="16" fill="none" stroke="#b9bcc2" stroke-width="4"/><path d="M10 12L44 52l8 -6l-6 -8l6 -6l-10 -10Z" fill="#c9a54e" stroke="#6b5420"/><path d="M-6 16L-20 62l10 4l12 -46Z" fill="#c3c6cb" stroke="#5f6269"/>`;
}
