import { describe, expect, it } from 'vitest';
import {
  canBeShared,
  coverageWords,
  likelyMatch,
  mergeAttributes,
} from '../../../apps/web/lib/catalog/attributes.ts';
import { recipeInput } from '../../../apps/web/lib/triplets/recipe-form.ts';

const attribute = (name: string, values: Record<string, number>) => {
  const counts = Object.values(values);
  return {
    name,
    products: counts.reduce((sum, count) => sum + count, 0),
    distinct: counts.length,
    values: Object.entries(values).map(([value, count]) => ({ value, count })),
  };
};

const shop = {
  productCount: 10,
  attributes: [attribute('fit', { Slim: 8 }), attribute('baseColour', { Red: 3, Blue: 3 })],
};
const jeweller = {
  productCount: 4,
  attributes: [attribute('metal', { gold: 4 }), attribute('baseColour', { Red: 1, Gold: 2 })],
};

describe('the attributes of catalogs', () => {
  it('are added up over several of them, what most products have first', () => {
    const { productCount, attributes } = mergeAttributes([shop, jeweller]);
    expect(productCount).toBe(10 + 4);
    expect(attributes.map(({ name, products }) => [name, products])).toEqual([
      ['baseColour', 3 + 3 + 1 + 2],
      ['fit', 8],
      ['metal', 4],
    ]);
    expect(attributes[0]?.values).toEqual([
      { value: 'Red', count: 3 + 1 },
      { value: 'Blue', count: 3 },
      { value: 'Gold', count: 2 },
    ]);
  });

  it('say how many products have them', () => {
    expect(coverageWords(attribute('baseColour', { Red: 3, Blue: 3 }), 10)).toBe(
      '60% of products, 2 values',
    );
  });

  it('offer the colour of most products for positives, and none that few have', () => {
    expect(likelyMatch(shop)).toBe('baseColour');
    const rare = { ...shop, attributes: [attribute('colour', { Red: 4 })] };
    expect(likelyMatch(rare)).toBeNull();
  });

  it('cannot be shared where each product has a value of its own', () => {
    expect(canBeShared(attribute('ean', { 1: 1, 2: 1, 3: 1 }))).toBe(false);
    expect(canBeShared(attribute('fit', { Slim: 2, Wide: 2 }))).toBe(true);
  });
});

describe('a recipe', () => {
  const form = (entries: [string, string][]) => {
    const filled = new FormData();
    for (const [name, value] of [['catalogId', 'c1'], ['name', 'looks'], ...entries]) {
      filled.append(name as string, value as string);
    }
    return filled;
  };

  it('leaves the choice of attributes to the API until they were shown', () => {
    expect(recipeInput(form([])).matchOn).toBeUndefined();
    expect(recipeInput(form([['attributesShown', 'yes']])).matchOn).toEqual([]);
    const chosen: [string, string][] = [
      ['attributesShown', 'yes'],
      ['matchOn', 'fit'],
    ];
    expect(recipeInput(form(chosen)).matchOn).toEqual(['fit']);
  });
});
