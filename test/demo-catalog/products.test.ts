import { expect, test } from 'vitest';
import { guessMapping } from '../../apps/api/src/catalog/feeds/guessMapping.ts';
import { catalogCsv } from '../../packages/demo-catalog/src/catalogCsv.ts';
import { COLOURS } from '../../packages/demo-catalog/src/colours.ts';
import { kindOf } from '../../packages/demo-catalog/src/garments/index.ts';
import {
  ARTICLE_TYPES,
  drawGarment,
  generateDemoProducts,
  PATTERNS,
} from '../../packages/demo-catalog/src/index.ts';

const products = generateDemoProducts({ seed: 7, count: 360 });

test('invents the same products and drawings for the same seed, others for another', () => {
  expect(generateDemoProducts({ seed: 7, count: 360 })).toEqual(products);
  const drawings = (seed: number) =>
    generateDemoProducts({ seed, count: 20 }).map(({ look }) => drawGarment(look).svg);
  expect(drawings(3)).toEqual(drawings(3));
  expect(drawings(3)).not.toEqual(drawings(4));
});

test('draws every article type, no two products alike', () => {
  expect(new Set(products.map((product) => product.articleType))).toEqual(new Set(ARTICLE_TYPES));
  expect(new Set(products.map(({ look }) => drawGarment(look).svg)).size).toBe(products.length);
});

test('gives only attributes that its kind of garment has', () => {
  for (const { attributes, articleType, categoryPath, look, price } of products) {
    const kind = kindOf(articleType);
    const { articleType: type, baseColour = '', pattern = '', ...details } = attributes;
    expect(type).toBe(articleType);
    expect(categoryPath.split(' > ').at(-1)).toBe(articleType);
    expect(Object.keys(COLOURS)).toContain(baseColour);
    expect(look.accentColour).not.toBe(baseColour);
    expect(PATTERNS).toContain(pattern);
    for (const [name, value] of Object.entries(details)) {
      expect(kind.options[name]).toContain(value);
    }
    expect(price).toBeGreaterThan(0);
  }
});

test('writes numbers that SVG can read, in every garment', () => {
  for (const { look } of products) expect(drawGarment(look).svg).not.toMatch(/NaN|undefined|null/);
});

test('gives almost every product three others of its article type and base colour', () => {
  const key = (product: (typeof products)[number]) =>
    `${product.articleType}/${product.attributes.baseColour}`;
  const members = new Map<string, number>();
  for (const product of products) members.set(key(product), (members.get(key(product)) ?? 0) + 1);
  const rich = products.filter((product) => (members.get(key(product)) ?? 0) >= 4);
  expect(rich.length).toBeGreaterThanOrEqual(0.95 * products.length);
});

test('has negatives of the same article type even in a small catalog', () => {
  const colours = new Map<string, Set<string>>();
  for (const { articleType, look } of generateDemoProducts({ seed: 1, count: 24 })) {
    const seen = colours.get(articleType) ?? new Set();
    colours.set(articleType, seen.add(look.baseColour));
  }
  for (const seen of colours.values()) expect(seen.size).toBeGreaterThanOrEqual(2);
});

test('refuses a count that is no whole number of products', () => {
  expect(() => generateDemoProducts({ seed: 1, count: 0 })).toThrow(/count/);
  expect(() => generateDemoProducts({ seed: 1, count: 2.5 })).toThrow(/count/);
});

test('writes a header that the importer reads right by itself', () => {
  const header = (catalogCsv(products, 2).split('\n')[0] ?? '').split(',');
  expect(guessMapping(header)).toEqual({
    externalId: 'id',
    title: 'title',
    description: 'description',
    brand: 'brand',
    category: 'articleType',
    categoryPath: ['masterCategory', 'subCategory', 'articleType'],
    price: 'price',
    currency: 'currency',
    availability: 'availability',
    url: undefined,
    groupId: undefined,
    images: ['image'],
    wildImages: ['wild_images'],
    imagePattern: undefined,
    attributes: [
      'articleType',
      ...['baseColour', 'pattern', 'sleeve', 'neckline', 'length', 'fit', 'style'],
      ...['closure', 'heel', 'height'],
    ],
  });
});
