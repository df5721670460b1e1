import { darken, lighten, mix } from '../colours.ts';
import type { Random } from '../random.ts';
import { clutter } from './clutter.ts';

export type Place = 'ground' | 'wall' | 'outside' | 'inside';

/** The SVG of a background, 480 x 480. */
export function backgroundSvg(place: Place, random: Random): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480">${PLACES[place](random)}</svg>`;
}

const rect = (x: number, y: number, w: number, h: number, fill: string, extra = '') =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" fill="${fill}" ${extra}/>`;

const PLACES: Readonly<Record<Place, (random: Random) => string>> = {
  ground: (random) =>
    random.pick([planks, tiles, rug, sheet, asphalt, grass])(random) + clutter(random),
  wall: (random) => random.pick([paintedWall, brickWall, wardrobe])(random),
  outside: (random) => random.pick([street, park])(random),
  inside: (random) => random.pick([room, room, brickWall])(random),
};

function planks(random: Random): string {
  const wood = random.pick(['#b98a5c', '#8d6545', '#d0b08a', '#6d5240', '#a89a89']);
  let svg = rect(0, 0, 480, 480, wood);
  const height = random.range(44, 70);
  for (let y = -10; y < 480; y += height) {
    let x = random.range(-200, 0);
    while (x < 480) {
      const w = random.range(150, 300);
      svg += rect(
        x,
        y,
        w,
        height,
        mix(wood, random.chance(0.5) ? '#3a2a1c' : '#f1dcc0', random.range(0, 0.2)),
        `stroke="${darken(wood, 0.55)}" stroke-width="1.500"`,
      );
      for (let k = 0; k < 3; k++) {
        const gy = y + random.range(6, height - 6);
        svg += `<path d="M${x + 6} ${gy}q${w / 3} ${random.range(-7, 7)} ${w - 14} 0" stroke="${darken(wood, 0.4)}" stroke-opacity=".35" fill="none"/>`;
      }
      x += w;
    }
  }
  return `<g transform="rotate(${random.range(-14, 14)} 240 240) translate(-60 -60) scale(1.250)">${svg}</g>`;
}

function tiles(random: Random): string {
  const tile = random.pick(['#d9d6cf', '#b8c2c4', '#c9b8a3', '#5f6468']);
  const size = random.range(70, 120);
  let svg = rect(0, 0, 480, 480, darken(tile, 0.35));
  for (let y = 0; y < 480; y += size) {
    for (let x = 0; x < 480; x += size) {
      const dark = (Math.round(x / size) + Math.round(y / size)) % 2 === 0 ? 0.12 : 0;
      svg += rect(x, y, size - 3, size - 3, darken(tile, dark + random.range(0, 0.08)));
    }
  }
  return (
    rect(0, 0, 480, 480, tile) +
    `<g transform="rotate(${random.range(-30, 30)} 240 240) translate(-120 -120) scale(1.500)">${svg}</g>`
  );
}

function rug(random: Random): string {
  const ground = random.pick(['#7d3b35', '#35506b', '#6b6b4c', '#b9a27e', '#54445f']);
  const thread = random.pick(['#e6d9bd', '#d1a250', '#c6d2d0']);
  let svg = rect(0, 0, 480, 480, ground);
  for (let i = 0; i < 8; i++) {
    const y = i * 66 + 10;
    svg += `<path d="M0 ${y}${'l20 22l20 -22'.repeat(12)}" stroke="${thread}" stroke-width="${random.range(3, 8)}" stroke-opacity=".6" fill="none"/>`;
    svg += `<path d="M0 ${y + 34}H480" stroke="${darken(ground, 0.4)}" stroke-width="9" stroke-dasharray="13 9"/>`;
  }
  return `${planks(random)}<g transform="rotate(${random.range(-20, 20)} 240 240) translate(${random.range(-60, 60)} ${random.range(-40, 60)})">${svg}<path d="M0 0H480V480H0Z" fill="none" stroke="${thread}" stroke-width="8"/></g>`;
}

function sheet(random: Random): string {
  const cloth = random.pick(['#e9e5dc', '#c8d3dc', '#d9cbd0', '#8f9ba5', '#e4d6bf']);
  let svg = rect(0, 0, 480, 480, cloth);
  for (let i = 0; i < 11; i++) {
    const x = random.range(-60, 480);
    const y = random.range(-40, 480);
    const [dx, dy] = [random.range(120, 320), random.range(-130, 130)];
    for (const [w, a] of [
      [30, 0.06],
      [16, 0.08],
      [6, 0.12],
    ] as const) {
      svg += `<path d="M${x} ${y}q${dx / 2} ${dy - 40} ${dx} ${dy}" stroke="${darken(cloth, 0.6)}" stroke-opacity="${a}" stroke-width="${w}" fill="none" stroke-linecap="round"/>`;
    }
    svg += `<path d="M${x} ${y - 9}q${dx / 2} ${dy - 40} ${dx} ${dy}" stroke="#fff" stroke-opacity=".35" stroke-width="7" fill="none" stroke-linecap="round"/>`;
  }
  const pillow = lighten(cloth, 0.4);
  return `${svg}<rect x="${random.range(-60, 260)}" y="-70" width="270" height="140" rx="40" fill="${pillow}" stroke="${darken(cloth, 0.25)}" transform="rotate(${random.range(-9, 9)} 240 0)"/>`;
}

function asphalt(random: Random): string {
  const grey = random.pick(['#6f7174', '#8b8984', '#a39c92']);
  let svg = rect(0, 0, 480, 480, grey);
  for (let i = 0; i < 150; i++) {
    svg += `<circle cx="${random.integer(0, 480)}" cy="${random.integer(0, 480)}" r="${random.range(0.6, 2.6).toFixed(1)}" fill="${random.chance(0.5) ? '#2c2c2e' : '#d6d3cc'}" fill-opacity=".5"/>`;
  }
  const y = random.range(40, 170);
  svg += `<g transform="rotate(${random.range(-16, 16)} 240 240)">${rect(-80, y, 640, random.range(18, 40), '#ece8da', 'fill-opacity=".75"')}${rect(-80, y - 60, 640, 8, '#3f3f42', 'fill-opacity=".5"')}</g>`;
  return `${svg}<path d="M${random.range(0, 200)} 480q40 -90 20 -150t70 -120" stroke="#3d3d40" stroke-width="2.500" fill="none"/>`;
}

function grass(random: Random): string {
  const green = random.pick(['#6f8f4a', '#5b7d45', '#8c9a55']);
  let blades = '';
  for (let i = 0; i < 260; i++) {
    const [x, y] = [random.integer(-5, 485), random.integer(0, 495)];
    blades += `M${x} ${y}q${random.integer(-5, 5)} -12 ${random.integer(-10, 10)} -${random.integer(16, 30)}`;
  }
  const half = blades.length / 2;
  const cut = blades.indexOf('M', half);
  return `${rect(0, 0, 480, 480, green)}<path d="${blades.slice(0, cut)}" stroke="${darken(green, 0.45)}" stroke-width="2.200" fill="none"/><path d="${blades.slice(cut)}" stroke="${lighten(green, 0.35)}" stroke-width="1.800" fill="none"/>`;
}

function paintedWall(random: Random): string {
  const wall = random.pick(['#cfc7b8', '#9fb0ad', '#d8b9a5', '#aab4c4', '#e3dccb', '#7f8b7c']);
  let svg = rect(0, 0, 480, 480, wall);
  for (let i = 0; i < random.integer(1, 3); i++) {
    const [x, y] = [random.pick([-20, 10, 350, 385]), random.range(10, 260)];
    svg +=
      rect(x + 4, y + 6, 110, 140, '#000', 'fill-opacity=".18"') +
      rect(
        x,
        y,
        110,
        140,
        '#f4f0e6',
        `stroke="${random.pick(['#3b2f27', '#caa75e', '#26262a'])}" stroke-width="6"`,
      );
    svg += `<circle cx="${x + 50}" cy="${y + 56}" r="26" fill="${random.pick(['#d9733d', '#41698b', '#c9a13c'])}"/><path d="M${x + 10} ${y + 126}l34 -46l22 24l18 -18l18 40Z" fill="${random.pick(['#40574a', '#6d4c5b', '#2f3e54'])}"/>`;
  }
  const floor = random.range(400, 450);
  return `${svg}${rect(0, floor, 480, 90, darken(wall, 0.42))}${rect(0, floor - 14, 480, 14, lighten(wall, 0.4))}`;
}

function brickWall(random: Random): string {
  const brick = random.pick(['#a35b45', '#8c6a58', '#c7bfb4', '#76463a']);
  let svg = rect(0, 0, 480, 480, lighten(brick, 0.4));
  for (let row = 0; row * 28 < 480; row++) {
    for (let x = row % 2 === 0 ? -34 : 0; x < 480; x += 68) {
      svg += rect(x, row * 28, 65, 25, darken(brick, random.range(0, 0.3)));
    }
  }
  return svg;
}

function wardrobe(random: Random): string {
  let svg = rect(0, 0, 480, 480, random.pick(['#5b4a3d', '#e5dfd4', '#8b8f94']));
  for (let x = -20; x < 500; x += random.range(34, 62)) {
    const cloth = random.pick([
      '#3d4c66',
      '#b24f45',
      '#d9cdb6',
      '#4c5b48',
      '#c99b4c',
      '#26272b',
      '#9aa3ad',
      '#7a4d68',
    ]);
    const w = random.range(40, 78);
    const end = random.range(300, 440);
    svg += `<path d="M${x} 66Q${x + w / 2} 26 ${x + w} 66L${x + w + 6} ${end}H${x - 6}Z" fill="${cloth}" stroke="#17171a" stroke-opacity=".5"/><path d="M${x + w * 0.3} 80V${end}M${x + w * 0.7} 90V${end}" stroke="#000" stroke-opacity=".22" stroke-width="5"/><path d="M${x + w / 2} 44V22" stroke="#999" stroke-width="3"/>`;
  }
  return `${svg}${rect(0, 18, 480, 9, '#c9cbce')}`;
}

function street(random: Random): string {
  const sky = random.pick(['#bcd3e6', '#d9dcdd', '#efcfae', '#8fb0d0']);
  let svg = rect(0, 0, 480, 480, sky);
  for (let x = -30; x < 480; ) {
    const w = random.range(80, 150);
    const y = random.range(-20, 120);
    const wall = random.pick(['#a98f7a', '#8c8f94', '#c9b592', '#77665c', '#b5786a', '#5f6b78']);
    svg += rect(x, y, w, 420, wall, 'stroke="#2c2c30" stroke-opacity=".4"');
    for (let wy = y + 18; wy < 300; wy += 46) {
      for (let wx = x + 12; wx < x + w - 24; wx += 34) {
        svg += rect(
          wx,
          wy,
          20,
          28,
          random.chance(0.3) ? '#f4dc9a' : '#3f4d5c',
          'stroke="#eee" stroke-opacity=".5"',
        );
      }
    }
    x += w;
  }
  svg += rect(0, 366, 480, 120, '#8d8c89') + rect(0, 360, 480, 10, '#b9b6b0');
  svg += `<path d="M60 370L0 440M200 370L160 480M330 370L370 480M440 370L480 410M0 410H480M0 446H480" stroke="#6d6c69" stroke-width="2"/>`;
  const car = random.pick(['#9c3030', '#d8d8d8', '#2d4a6b', '#2c2d30']);
  const x = random.pick([-90, 330]);
  return `${svg}<path d="M${x} 380v-34q4 -14 30 -16l24 -32h84l28 32q36 4 38 22v28Z" fill="${car}"/><path d="M${x + 62} 304h32v26H${x + 42}ZM${x + 102} 304h32l20 26h-52Z" fill="#c9dbe6"/><circle cx="${x + 46}" cy="382" r="20" fill="#202022"/><circle cx="${x + 160}" cy="382" r="20" fill="#202022"/>`;
}

function park(random: Random): string {
  let svg =
    rect(0, 0, 480, 300, random.pick(['#bfdcec', '#e8e2cf', '#f0c998'])) +
    rect(0, 270, 480, 210, random.pick(['#7d9a58', '#98a45f', '#6b8a4c']));
  for (let i = 0; i < 6; i++) {
    const [x, y] = [random.range(-20, 500), random.range(60, 190)];
    svg += rect(x - 8, y, 16, 160, '#5f4631');
    for (let k = 0; k < 5; k++) {
      svg += `<circle cx="${x + random.range(-46, 46)}" cy="${y + random.range(-56, 20)}" r="${random.range(28, 52)}" fill="${random.pick(['#4d7441', '#5f8a4a', '#7aa052', '#3d6238', '#b98a3c'])}" fill-opacity=".92"/>`;
    }
  }
  return `${svg}<path d="M200 300Q150 380 -40 480H330Q260 380 240 300Z" fill="#cdbd9c"/>${rect(300, 300, 150, 10, '#6b4a30')}${rect(300, 280, 150, 9, '#7c573a')}${rect(312, 284, 8, 60, '#37302a')}${rect(430, 284, 8, 60, '#37302a')}`;
}

function room(random: Random): string {
  const wall = random.pick(['#d6cdbd', '#b9c4bd', '#c9b3a4', '#a8b2c0', '#ddd7c5']);
  const floor = random.pick(['#8d6a4b', '#b08d68', '#6d6b68']);
  const sofa = random.pick(['#5f6f7d', '#8a5448', '#6d7a58', '#b59a5e']);
  const x = random.pick([-40, 280]);
  const w = random.pick([20, 330]);
  return (
    rect(0, 0, 480, 480, wall) +
    rect(0, 370, 480, 110, floor) +
    rect(0, 360, 480, 11, lighten(wall, 0.5)) +
    rect(w, 20, 130, 180, '#dcecf4', 'stroke="#fff" stroke-width="9"') +
    `<path d="M${w + 65} 20V200M${w} 110H${w + 130}" stroke="#fff" stroke-width="6"/><path d="M${w - 14} 10q30 110 -6 220h26q24 -110 4 -220ZM${w + 144} 10q-30 110 6 220h-26q-24 -110 -4 -220Z" fill="${darken(wall, 0.2)}"/>` +
    `<rect x="${x}" y="270" width="230" height="110" rx="22" fill="${sofa}" stroke="${darken(sofa, 0.4)}"/><rect x="${x - 14}" y="310" width="258" height="90" rx="20" fill="${darken(sofa, 0.14)}"/>` +
    `<rect x="${x + 30}" y="286" width="62" height="56" rx="10" fill="${random.pick(['#d9b65c', '#e3ddd0', '#a9504a'])}" transform="rotate(-9 ${x + 60} 314)"/>` +
    plant(x > 0 ? 40 : 430, 400)
  );
}

function plant(x: number, y: number): string {
  let leaves = '';
  for (let i = -4; i <= 4; i++) {
    const [dx, dy] = [i * 17, -130 + Math.abs(i) * 17];
    leaves += `<path d="M${x} ${y - 40}Q${x + dx * 0.2 - 12} ${y - 60 + dy / 2} ${x + dx} ${y - 20 + dy}Q${x + dx * 0.8 + 12} ${y - 40 + dy / 2} ${x} ${y - 40}Z" fill="${i % 2 === 0 ? '#4c7a4c' : '#3a6340'}"/>`;
  }
  return `${leaves}<path d="M${x - 30} ${y - 44}H${x + 30}L${x + 22} ${y + 16}H${x - 22}Z" fill="#b96f4d"/>`;
}
