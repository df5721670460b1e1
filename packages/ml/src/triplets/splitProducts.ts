import { type Random, shuffled } from '../random.ts';
import type { GroupedProduct, ProductGroup } from './productGroups.ts';
import type { ResolvedRecipe } from './recipe.ts';
import { SPLITS, type Split } from './triplet.ts';

/**
 * Gives every product one split, so that no product is in two. Products move in pairs of one group
 * (the odd one joins a pair), because a lone product in a split has no positive there; each pair
 * goes to the split that is furthest behind its share, so shares hold over the catalog and, for
 * large groups, within the group.
 */
export function splitProducts(
  groups: readonly ProductGroup[],
  recipe: ResolvedRecipe,
  random: Random,
): Map<GroupedProduct, Split> {
  const { train, val, test } = recipe.split;
  const whole = train + val + test;
  const share = { TRAIN: train / whole, VAL: val / whole, TEST: test / whole };
  const assigned: Record<Split, number> = { TRAIN: 0, VAL: 0, TEST: 0 };
  const open = SPLITS.filter((split) => share[split] > 0);
  const splitOf = new Map<GroupedProduct, Split>();
  let seen = 0;
  for (const group of shuffled(random, groups)) {
    for (const pair of inPairs(shuffled(random, group.products))) {
      seen += pair.length;
      const behind = (split: Split) => share[split] * seen - assigned[split];
      const chosen = open.reduce((best, split) => (behind(split) > behind(best) ? split : best));
      assigned[chosen] += pair.length;
      for (const product of pair) splitOf.set(product, chosen);
    }
  }
  return splitOf;
}

function inPairs<T>(items: readonly T[]): T[][] {
  const pairs: T[][] = [];
  for (let i = 0; i < items.length; i += 2) pairs.push(items.slice(i, i + 2));
  const last = pairs.at(-1);
  const before = pairs.at(-2);
  if (last?.length === 1 && before) {
    before.push(...last);
    pairs.pop();
  }
  return pairs;
}
