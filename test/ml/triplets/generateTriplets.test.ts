import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../packages/ml/src/random.ts';
import { generateTriplets } from '../../../packages/ml/src/triplets/generateTriplets.ts';
import type { TripletRecipe } from '../../../packages/ml/src/triplets/recipe.ts';
import type {
  GeneratedTriplet,
  TripletProduct,
} from '../../../packages/ml/src/triplets/triplet.ts';

const recipe: TripletRecipe = {
  seed: 7,
  count: 2_000,
  matchOn: ['baseColour'],
  inClassShare: { catalog: 0.2, wild: 0.3 },
  wildQueryShare: 0.4,
  split: { train: 0.7, val: 0.15, test: 0.15 },
};

function catalogOf(count: number, wild = true): TripletProduct[] {
  const random = seededRandom(count);
  const draw = (words: string[]) => words[Math.floor(random() * words.length)] as string;
  return Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    category: draw(['shirt', 'shirt', 'shirt', 'dress', 'bag', 'shoe']),
    attributes: { baseColour: draw(['black', 'black', 'black', 'red', 'blue', 'green']) },
    images: [
      { id: `p${i}-c`, kind: 'CATALOG' as const },
      { id: `p${i}-d`, kind: 'DETAIL' as const },
      ...(wild ? [{ id: `p${i}-w`, kind: 'WILD' as const }] : []),
    ],
  }));
}

function lookUp(products: readonly TripletProduct[]) {
  const owner = new Map(products.flatMap((p) => p.images.map(({ id, kind }) => [id, { p, kind }])));
  return (image: string) => {
    const found = owner.get(image);
    if (!found) throw new Error(`${image} is no image of the catalog`);
    return found;
  };
}

describe('generated triplets', () => {
  const products = catalogOf(400);
  const { triplets, report } = generateTriplets(products, recipe);
  const ownerOf = lookUp(products);

  test('are as many as asked, and none comes twice', () => {
    expect(triplets.length).toBe(2_000);
    expect(new Set(triplets.map((t) => `${t.query} ${t.positive} ${t.negative}`)).size).toBe(2_000);
    expect(report.perSplit.TRAIN.made).toBe(1_400);
  });

  test('have positives that match and negatives of the kind they say', () => {
    for (const t of triplets) {
      const [q, p, n] = [ownerOf(t.query), ownerOf(t.positive), ownerOf(t.negative)];
      expect(p.p.category).toBe(q.p.category);
      expect(p.p.attributes.baseColour).toBe(q.p.attributes.baseColour);
      expect(t.positive).not.toBe(t.query);
      expect(q.kind === 'WILD').toBe(t.queryKind === 'WILD');
      expect([p.kind, n.kind]).not.toContain('WILD');
      const sameCategory = n.p.category === q.p.category;
      expect(sameCategory).toBe(t.negativeKind === 'IN_CLASS');
      if (sameCategory) expect(n.p.attributes.baseColour).not.toBe(q.p.attributes.baseColour);
    }
  });

  test('never let a product into two splits', () => {
    for (const t of triplets) {
      for (const image of [t.query, t.positive, t.negative]) {
        expect(report.productSplit[ownerOf(image).p.id]).toBe(t.split);
      }
    }
    const sizes = Object.values(report.perSplit).map((split) => split.products);
    expect(sizes.reduce((a, b) => a + b)).toBe(400);
    expect(sizes[0]).toBeGreaterThan(400 * 0.68);
    expect(sizes[0]).toBeLessThan(400 * 0.72);
  });

  test('keep the shares of wild queries and in-class negatives in every split', () => {
    for (const split of ['TRAIN', 'VAL', 'TEST'] as const) {
      const of = triplets.filter((t) => t.split === split);
      const share = (part: GeneratedTriplet[], whole: GeneratedTriplet[]) =>
        part.length / whole.length;
      const wild = of.filter((t) => t.queryKind === 'WILD');
      const catalog = of.filter((t) => t.queryKind === 'CATALOG');
      const inClass = (t: GeneratedTriplet) => t.negativeKind === 'IN_CLASS';
      expect(share(wild, of)).toBeCloseTo(0.4, 1.5);
      expect(share(wild.filter(inClass), wild)).toBeCloseTo(0.3, 1.5);
      expect(share(catalog.filter(inClass), catalog)).toBeCloseTo(0.2, 1.5);
    }
    expect(report.warnings).toEqual([]);
  });

  test('are the same for the same seed and others for another', () => {
    expect(generateTriplets(products, recipe)).toEqual({ triplets, report });
    const other = generateTriplets(products, { ...recipe, seed: 8 });
    expect(other.triplets).not.toEqual(triplets);
  });

  test('do not let a giant group dominate', () => {
    const crowd = catalogOf(200, false);
    for (const product of crowd.slice(0, 150)) {
      product.category = 'shirt';
      product.attributes.baseColour = 'black';
    }
    const drawn = generateTriplets(crowd, { ...recipe, count: 1_000, wildQueryShare: 0 }).triplets;
    const owner = lookUp(crowd);
    const giant = drawn.filter((t) => {
      const { p } = owner(t.query);
      return p.category === 'shirt' && p.attributes.baseColour === 'black';
    });
    // 75 % of the products, 150 ** 0.5 of the weight.
    expect(giant.length / drawn.length).toBeLessThan(0.5);
  });

  test('include negatives of another category with the same colour, so colour is no short cut', () => {
    const outside = triplets.filter((t) => t.negativeKind === 'OUT_OF_CLASS');
    const alike = outside.filter(
      (t) =>
        ownerOf(t.query).p.attributes.baseColour === ownerOf(t.negative).p.attributes.baseColour,
    );
    expect(alike.length / outside.length).toBeGreaterThan(0.3);
  });
});

describe('what cannot be had', () => {
  const shirt = (id: string, colour: string, photos = 1): TripletProduct => ({
    id,
    category: 'shirt',
    attributes: { baseColour: colour },
    images: Array.from({ length: photos }, (_, i) => ({ id: `${id}-${i}`, kind: 'CATALOG' })),
  });
  const small: TripletProduct[] = [
    shirt('a', 'red'),
    shirt('b', 'red'),
    shirt('c', 'blue'),
    { ...shirt('d', 'red'), category: 'bag' },
    { ...shirt('e', ''), category: 'bag' },
    { ...shirt('f', 'red', 0), category: 'bag' },
  ];
  const all = { train: 1, val: 0, test: 0 };

  test('is reported: groups without a positive, products without attribute or image', () => {
    const { triplets, report } = generateTriplets(small, { ...recipe, count: 100, split: all });
    expect(report.singletons).toEqual(['shirt, baseColour=blue', 'bag, baseColour=red']);
    expect(report.missingAttributes).toEqual(['e']);
    expect(report.withoutImages).toEqual(['f']);
    expect(report.productsUsed).toBe(4);
    // a -> b or b -> a, each with c (in class) or d (out of class).
    expect(triplets.length).toBe(4);
    expect(report.warnings[0]).toContain('4 of 100');
  });

  test('uses another photo of a lone product as its positive', () => {
    const { report, triplets } = generateTriplets(
      [shirt('a', 'red', 2), { ...shirt('b', 'red', 2), category: 'bag' }],
      { ...recipe, count: 4, split: all, inClassShare: { catalog: 0, wild: 0 } },
    );
    expect(report.singletons).toEqual([]);
    expect(triplets.map((t) => [t.query.split('-')[0], t.positive.split('-')[0]])).toContainEqual([
      'a',
      'a',
    ]);
  });

  test('counts an image that two products show for one of them only', () => {
    const twin = { ...shirt('g', 'red'), images: [{ id: 'a-0', kind: 'CATALOG' as const }] };
    const { report } = generateTriplets([...small, twin], { ...recipe, count: 4, split: all });
    expect(report.sharedImages).toEqual(['a-0']);
    expect(report.withoutImages).toEqual(['f', 'g']);
  });

  test('keeps to the most triplets per query', () => {
    const { triplets } = generateTriplets(catalogOf(60), { ...recipe, maxPerQuery: 3 });
    const perQuery = Map.groupBy(triplets, (t) => t.query);
    expect(Math.max(...[...perQuery.values()].map((list) => list.length))).toBe(3);
  });

  test('never draws a sort whose share is 0, even when the other sorts are used up', () => {
    const { triplets, report } = generateTriplets(small, {
      ...recipe,
      count: 100,
      split: all,
      inClassShare: { catalog: 0, wild: 0 },
    });
    // a -> b and b -> a, each with d: c would be in class.
    expect(triplets.map((t) => t.negative)).toEqual(['d-0', 'd-0']);
    expect(report.perSplit.TRAIN.inClass).toBe(0);
  });

  test('is refused when the catalog cannot give it at all', () => {
    const refused: [TripletProduct[], Partial<TripletRecipe>, string, string][] = [
      [small, { matchOn: ['sleeve'] }, 'RECIPE_INVALID', '"sleeve". They have: baseColour'],
      [small, { categoryKey: 'family' }, 'RECIPE_INVALID', 'family'],
      [small.slice(0, 3), {}, 'RECIPE_INVALID', 'only one category'],
      [[small[0], small[1], small[3]] as TripletProduct[], {}, 'RECIPE_INVALID', 'inClassShare'],
      [[small[0], small[2], small[3]] as TripletProduct[], {}, 'TRIPLETS_EMPTY', 'No two products'],
      [[...small, shirt('a', 'red')], {}, 'RECIPE_INVALID', 'twice'],
      [[], {}, 'TRIPLETS_EMPTY', 'no products'],
    ];
    for (const [products, change, code, words] of refused) {
      const attempt = () => generateTriplets(products, { ...recipe, ...change });
      expect(attempt).toThrowError(expect.objectContaining({ code }));
      expect(attempt).toThrowError(words);
    }
  });

  test('is refused when a number of the recipe makes no sense', () => {
    const bad: [Partial<TripletRecipe>, string][] = [
      [{ count: 0 }, 'count'],
      [{ count: 1.5 }, 'count'],
      [{ seed: Number.NaN }, 'seed'],
      [{ matchOn: ['a', 'a'] }, 'matchOn'],
      [{ inClassShare: { catalog: 1.2, wild: 0 } }, 'inClassShare.catalog'],
      [{ wildQueryShare: -1 }, 'wildQueryShare'],
      [{ split: { train: 0, val: 0, test: 0 } }, 'split'],
      [{ maxPerQuery: 0 }, 'maxPerQuery'],
    ];
    for (const [change, field] of bad) {
      expect(() => generateTriplets(small, { ...recipe, ...change })).toThrowError(
        expect.objectContaining({ code: 'RECIPE_INVALID', details: { field } }),
      );
    }
  });
});

test('makes 100,000 triplets of 100,000 products within seconds', () => {
  const products = catalogOf(100_000);
  const started = performance.now();
  const { triplets } = generateTriplets(products, { ...recipe, count: 100_000 });
  expect(triplets.length).toBe(100_000);
  expect(performance.now() - started).toBeLessThan(15_000);
});
