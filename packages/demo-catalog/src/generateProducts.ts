import { type Family, planFamilies } from './families.ts';
import { kindOf } from './garments/index.ts';
import type { DemoProduct, Look } from './product.ts';
import { createRandom, type Random } from './random.ts';

const BRANDS = [
  'Alderway',
  'Corvo',
  'Fennlight',
  'Halden & Roe',
  'Marlo',
  'Nordvik',
  'Pallas',
  'Tidemark',
];
const WORDS = [
  'Everyday',
  'Classic',
  'Weekend',
  'Harbour',
  'Meadow',
  'Studio',
  'City',
  'Heritage',
  'Easy',
  'Atlas',
];

export interface DemoCatalogOptions {
  readonly seed: number;
  /** How many products. */
  readonly count: number;
}

/**
 * Invents products: families that share article type and base colour, whose members differ in
 * pattern, scale and details. The same seed and count give the same products.
 * @throws RangeError when count is not a whole number from 1 up
 */
export function generateDemoProducts({ seed, count }: DemoCatalogOptions): DemoProduct[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`count must be a whole number from 1 up, not ${count}.`);
  }
  const families = planFamilies(count, createRandom('families', seed));
  return Array.from({ length: count }, (_, index) => {
    const family = families[index % families.length] as Family;
    return makeProduct(seed, index, Math.floor(index / families.length), family);
  });
}

function makeProduct(seed: number, index: number, member: number, family: Family): DemoProduct {
  const random = createRandom('product', seed, index);
  const kind = kindOf(family.articleType);
  const pattern = family.patterns[member % family.patterns.length] ?? 'Solid';
  const details = Object.fromEntries(
    Object.entries(kind.options).map(([name, values]) => [name, random.pick(values)]),
  );
  const look: Look = {
    seed: `${seed}-${index}`,
    articleType: family.articleType,
    baseColour: family.baseColour,
    accentColour: family.accentColour,
    pattern,
    patternScale: random.range(0.72, 1.4),
    details,
  };
  const { baseColour, articleType } = family;
  const pair = kind.worn === 'feet' ? 'pair of ' : '';
  return {
    externalId: `demo-${String(index + 1).padStart(5, '0')}`,
    title: titleOf(look, kind.noun, random),
    description: `${baseColour} ${pair}${kind.noun.toLowerCase()}, ${pattern.toLowerCase()}${describe(details)}.`,
    brand: random.pick(BRANDS),
    categoryPath: kind.categoryPath,
    articleType,
    price: Math.floor(random.range(...kind.price)) + random.pick([0, 0.5, 0.9, 0.95]),
    currency: 'EUR',
    availability: random.chance(0.92) ? 'in stock' : 'out of stock',
    attributes: { articleType, baseColour, pattern, ...details },
    look,
    catalogPhotos: random.chance(0.4) ? 2 : 1,
  };
}

function titleOf({ baseColour, pattern }: Look, noun: string, random: Random): string {
  const adjectives: Record<string, string> = {
    Stripes: 'Striped',
    Check: 'Checked',
    Dots: 'Dotted',
    Floral: 'Floral',
    'Colour-block': 'Colour-block',
  };
  const words = [random.pick(WORDS), baseColour, adjectives[pattern], noun];
  return words.filter((word) => word !== undefined).join(' ');
}

function describe(details: Readonly<Record<string, string>>): string {
  return Object.entries(details)
    .filter(([, value]) => value !== 'None')
    .map(([name, value]) => `, ${name} ${value.toLowerCase()}`)
    .join('');
}
