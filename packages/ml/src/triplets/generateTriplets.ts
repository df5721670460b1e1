import { MlError } from '../errors.ts';
import { deriveSeed, seededRandom } from '../random.ts';
import { drawSplit } from './drawSplit.ts';
import {
  type GroupedProduct,
  groupProducts,
  hasPositives,
  type ProductGroup,
} from './productGroups.ts';
import { type ResolvedRecipe, resolveRecipe, type TripletRecipe } from './recipe.ts';
import { splitProducts } from './splitProducts.ts';
import { SplitSampler } from './splitSampler.ts';
import {
  type GeneratedTriplets,
  SPLITS,
  type Split,
  type SplitCounts,
  type TripletProduct,
} from './triplet.ts';

/**
 * Makes triplets from product attributes. A positive shares the query's category and every
 * `matchOn` value (or is another photo of the same product); an in-class negative is of the same
 * category and differs in one of those values; an out-of-class negative is of another category.
 * Deterministic in `recipe.seed`; no product, and no image, occurs in two splits; no triplet twice.
 *
 * Throws `RECIPE_INVALID` (bad field, unknown attribute, shares the catalog cannot give) and
 * `TRIPLETS_EMPTY` when not one triplet can be made. Falling short of `count` is reported.
 */
export function generateTriplets(
  products: readonly TripletProduct[],
  recipe: TripletRecipe,
): GeneratedTriplets {
  const resolved = resolveRecipe(recipe);
  if (products.length === 0) {
    throw new MlError('TRIPLETS_EMPTY', 'There are no products to make triplets from.');
  }
  const { groups, ...leftOut } = groupProducts(products, resolved);
  requirePossible(groups, resolved);
  const splitOf = splitProducts(groups, resolved, seededRandom(deriveSeed(recipe.seed, 'split')));
  const wanted = shareOut(resolved.count, resolved);
  const triplets: GeneratedTriplets['triplets'] = [];
  const warnings: string[] = [];
  const perSplit = {} as Record<Split, SplitCounts>;
  for (const split of SPLITS) {
    const members = groupsOfSplit(groups, splitOf, split);
    const random = seededRandom(deriveSeed(recipe.seed, split));
    const sampler = new SplitSampler(members, resolved, random);
    const drawn = drawSplit(split, wanted[split], sampler, resolved);
    for (const triplet of drawn.triplets) triplets.push(triplet);
    warnings.push(...drawn.warnings);
    perSplit[split] = {
      ...drawn.counts,
      products: members.reduce((sum, group) => sum + group.products.length, 0),
      groups: members.length,
    };
  }
  if (triplets.length === 0) {
    throw new MlError('TRIPLETS_EMPTY', `Not one triplet could be made. ${warnings.join(' ')}`, {
      warnings,
    });
  }
  const productSplit = Object.fromEntries(
    [...splitOf].map(([product, split]) => [product.id, split]),
  );
  const singletons = groups.filter((group) => !hasPositives(group)).map((group) => group.name);
  return {
    triplets,
    report: {
      productsUsed: splitOf.size,
      singletons,
      ...leftOut,
      perSplit,
      productSplit,
      warnings,
    },
  };
}

function requirePossible(groups: readonly ProductGroup[], recipe: ResolvedRecipe): void {
  if (!groups.some(hasPositives)) {
    throw new MlError(
      'TRIPLETS_EMPTY',
      `No two products share a category${recipe.matchOn.map((name) => ` and ${name}`).join('')}, and none has a second photo: match on fewer attributes.`,
      { groups: groups.length },
    );
  }
  const { catalog, wild } = recipe.inClassShare;
  const categories = new Set(groups.map((group) => group.category)).size;
  if (categories < 2 && Math.min(catalog, wild) < 1) {
    throw new MlError(
      'RECIPE_INVALID',
      'inClassShare must be 1: there is only one category, so nothing is out of class.',
      { field: 'inClassShare', categories },
    );
  }
  if (categories === groups.length && Math.max(catalog, wild) > 0) {
    throw new MlError(
      'RECIPE_INVALID',
      'inClassShare must be 0: within each category all products match, so nothing is an in-class negative. Match on more attributes to have some.',
      { field: 'inClassShare', groups: groups.length },
    );
  }
}

/** Splits the count by share; what rounding leaves over goes to the largest share. */
function shareOut(count: number, { split }: ResolvedRecipe): Record<Split, number> {
  const whole = split.train + split.val + split.test;
  const wanted = {
    TRAIN: Math.floor((count * split.train) / whole),
    VAL: Math.floor((count * split.val) / whole),
    TEST: Math.floor((count * split.test) / whole),
  };
  const largest = SPLITS.reduce((best, name) => (wanted[name] > wanted[best] ? name : best));
  wanted[largest] += count - wanted.TRAIN - wanted.VAL - wanted.TEST;
  return wanted;
}

function groupsOfSplit(
  groups: readonly ProductGroup[],
  splitOf: ReadonlyMap<GroupedProduct, Split>,
  split: Split,
): ProductGroup[] {
  const members: ProductGroup[] = [];
  for (const group of groups) {
    const part: ProductGroup = { ...group, products: [] };
    for (const product of group.products) {
      if (splitOf.get(product) === split) part.products.push({ ...product, group: part });
    }
    if (part.products.length > 0) members.push(part);
  }
  return members;
}
