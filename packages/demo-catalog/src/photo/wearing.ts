import { darken, lighten } from '../colours.ts';
import type { DrawnGarment } from '../garments/drawGarment.ts';
import type { Random } from '../random.ts';
import { hand, head, limb, type Person, shoe, somePerson } from './body.ts';

/** A person wearing a garment, in the garment's space, with the part of it that shows. */
export interface Scene {
  readonly svg: string;
  /** Left, top and side of a square in the garment's space: whole numbers, the side a multiple of 4. */
  readonly box: readonly [number, number, number];
}

/** Draws somebody who wears or carries a garment. */
export function wear(garment: DrawnGarment, random: Random): Scene {
  const person = somePerson(random);
  switch (garment.worn) {
    case 'top':
      return wearTop(garment, person, random);
    case 'dress':
      return wearDress(garment, person, random);
    case 'bottom':
      return wearBottom(garment, person, random);
    case 'feet':
      return wearShoes(garment, person);
    case 'head':
      return wearCap(garment, person);
    case 'hand':
      return carry(garment, person);
    default:
      throw new Error(`No person wears ${garment.worn satisfies never}.`);
  }
}

const mirrored = (svg: string) => `${svg}<g transform="scale(-1 1)">${svg}</g>`;

function arms({ anchors }: DrawnGarment, { skin }: Person, random: Random): string {
  const cuff = anchors.cuff;
  if (cuff === undefined) {
    const shoulders = `<path d="M20 84C34 96 62 98 88 108L80 200H-80L-88 108C-62 98 -34 96 -20 84Z" fill="${skin}"/>`;
    const arm = limb([83, 122], [100, 210], [98, 312], 29, skin);
    return mirrored(hand([100, 322], skin) + arm) + shoulders;
  }
  if (cuff[1] > 330) return mirrored(hand([cuff[0] + 1, cuff[1] + 6], skin));
  const [x, y] = cuff;
  const sway = random.range(-8, 10);
  const straight = limb([x - 6, y - 14], [x + 8, y + 60], [x + sway, y + 128], 29, skin);
  return mirrored(hand([x + sway, y + 138], skin) + straight);
}

function trouserLegs({ lower }: Person, from: number, half: number): string {
  const w = half * 0.9;
  return mirrored(
    limb([half * 0.46, from], [half * 0.52, from + 120], [half * 0.5, from + 330], w, lower),
  );
}

function wearTop(garment: DrawnGarment, person: Person, random: Random): Scene {
  const [halfHem, hem] = garment.anchors.hem;
  const svg =
    garment.behind +
    trouserLegs(person, hem - 14, halfHem) +
    head(person, random.range(-7, 7)) +
    arms(garment, person, random) +
    garment.front;
  return { svg, box: [-280, -76 + random.integer(0, 50), 560] };
}

function wearDress(garment: DrawnGarment, person: Person, random: Random): Scene {
  const hem = garment.anchors.hem[1];
  const legs = mirrored(
    limb([26, hem - 30], [30, hem + 60], [24, hem + 150], 36, person.skin) +
      shoe([24, hem + 148], person.shoes),
  );
  const svg =
    garment.behind +
    legs +
    head(person, random.range(-7, 7)) +
    arms(garment, person, random) +
    garment.front;
  return { svg, box: [-300, -76 + random.integer(0, 40), 600] };
}

function wearBottom(garment: DrawnGarment, person: Person, random: Random): Scene {
  const [half, hem] = garment.anchors.hem;
  const cuff = garment.anchors.cuff;
  const x = cuff?.[0] ?? Math.min(34, half * 0.5);
  const end = Math.max(hem + 20, 452);
  const bare = limb([x, hem - 26], [x + 4, (hem + end) / 2], [x, end], 44, person.skin);
  const legs = mirrored((hem < 440 ? bare : '') + shoe([x, end - 4], person.shoes));
  const { upper } = person;
  const low = 104 + random.range(-6, 10);
  const shirt = `<path d="M-84 -140C-88 -60 -72 0 -76 ${low - 8}C-40 ${low + 8} 40 ${low + 8} 76 ${low - 8}C72 0 88 -60 84 -140Z" fill="${upper}" stroke="${darken(upper, 0.45)}" stroke-width="1.500"/><path d="M-70 40Q-30 60 -10 96M66 20Q40 60 24 96M-40 -40Q-50 30 -42 92" stroke="${darken(upper, 0.4)}" stroke-opacity=".5" stroke-width="3" fill="none"/>`;
  const arm = mirrored(
    limb([98, -120], [128, -20], [112, 92], 34, upper) + hand([112, 108], person.skin),
  );
  return { svg: legs + garment.svg + arm + shirt, box: [-260, -36 + random.integer(-16, 12), 560] };
}

function wearShoes(garment: DrawnGarment, person: Person): Scene {
  const top = garment.anchors.neck[1];
  const cloth = person.lower;
  const dark = darken(cloth, 0.45);
  const leg = (x: number, y: number, scale: number) =>
    `<g transform="translate(${x} ${y}) scale(${scale})">${limb([28, -260], [6, -120], [0, -26], 118, cloth)}` +
    `<path d="M-67 -8Q0 22 67 -8L59 -44H-59Z" fill="${cloth}" stroke="${dark}" stroke-width="1.500"/>` +
    `<path d="M-64 -16Q0 12 64 -16" stroke="${lighten(cloth, 0.35)}" stroke-dasharray="5 3" fill="none"/></g>`;
  const svg = garment.svg + leg(104, top * 0.92 - 24, 0.92) + leg(48, top + 46, 1);
  return { svg, box: [-250, -40, 500] };
}

function wearCap(garment: DrawnGarment, person: Person): Scene {
  const { skin, hair, upper } = person;
  const line = darken(skin, 0.5);
  const long = person.hairLength === 'long';
  const face =
    `<path d="M-260 760C-250 620 -120 600 -60 580H60C120 600 250 620 260 760Z" fill="${upper}" stroke="${darken(upper, 0.4)}"/>` +
    `<path d="M-136 280C-160 420 -150 ${long ? 640 : 430} ${long ? -90 : -112} ${long ? 640 : 440}H${long ? 90 : 112}C150 ${long ? 640 : 430} 160 420 136 280Z" fill="${hair}"/>` +
    `<path d="M-48 480V590Q0 630 48 590V480Z" fill="${darken(skin, 0.18)}"/>` +
    `<path d="M-116 270C-120 430 -70 540 0 540C70 540 120 430 116 270Z" fill="${skin}" stroke="${line}" stroke-width="1.500"/>` +
    `<path d="M-72 396Q-48 380 -24 396M24 396Q48 380 72 396" stroke="${line}" stroke-width="6" fill="none"/><ellipse cx="-47" cy="414" rx="9" ry="10" fill="#2c2320"/><ellipse cx="47" cy="414" rx="9" ry="10" fill="#2c2320"/>` +
    `<path d="M0 410Q-16 456 6 460" stroke="${line}" stroke-width="4" stroke-opacity=".6" fill="none"/><path d="M-32 492Q0 510 34 490" stroke="#a3483f" stroke-width="7" stroke-linecap="round" fill="none"/>` +
    `<path d="M-114 300Q0 360 114 300V380Q0 400 -114 380Z" fill="#14141f" fill-opacity=".16"/>`;
  return { svg: face + garment.svg, box: [-290, 60, 580] };
}

function carry(garment: DrawnGarment, person: Person): Scene {
  const { upper, lower, skin } = person;
  const coat = `<path d="M-330 -160H-40C-14 40 -26 200 -30 300H-330Z" fill="${upper}" stroke="${darken(upper, 0.4)}" stroke-width="1.500"/><path d="M-90 -100Q-120 100 -100 298M-180 -100Q-170 100 -190 298" stroke="${darken(upper, 0.35)}" stroke-opacity=".5" stroke-width="5" fill="none"/><path d="M-300 296H-34L-50 560H-290Z" fill="${lower}"/>`;
  const arm = limb([-54, -150], [-24, -60], [2, 34], 62, upper);
  const fist = `<path d="M-34 36C-40 64 -34 88 -12 92C12 94 34 88 36 66C38 46 30 34 18 30Z" fill="${skin}" stroke="${darken(skin, 0.4)}" stroke-width="1.500"/><path d="M-18 62V90M0 62V92M17 60V88" stroke="${darken(skin, 0.35)}" stroke-width="2" stroke-opacity=".7"/>`;
  return { svg: coat + garment.svg + fist + arm, box: [-300, -70, 560] };
}
