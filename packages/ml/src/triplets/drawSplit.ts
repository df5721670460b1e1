import { DrawQuota } from './drawQuota.ts';
import type { ResolvedRecipe } from './recipe.ts';
import type { DrawnQuery, SplitSampler } from './splitSampler.ts';
import type { GeneratedTriplet, NegativeKind, Split, SplitCounts } from './triplet.ts';

export interface DrawnSplit {
  triplets: GeneratedTriplet[];
  counts: Omit<SplitCounts, 'products' | 'groups'>;
  warnings: string[];
}

/** Draws up to `wanted` different triplets of one split, kept to the recipe's shares by quota. */
export function drawSplit(
  split: Split,
  wanted: number,
  sampler: SplitSampler,
  recipe: ResolvedRecipe,
): DrawnSplit {
  const triplets: GeneratedTriplet[] = [];
  const seen = new Set<string>();
  const perQuery = new Map<string, number>();
  const quota = new DrawQuota(recipe, sampler.canQuery('WILD'));
  while (triplets.length < wanted) {
    const sort = quota.next();
    if (!sort) break;
    const query = sampler.drawQuery(sort.queryKind);
    const used = query ? (perQuery.get(query.image) ?? 0) : 0;
    const pair = query && used < recipe.maxPerQuery && drawPair(sampler, query, sort.negativeKind);
    const key = pair && `${query.image}\0${pair.positive}\0${pair.negative}`;
    if (!pair || !key || seen.has(key)) {
      quota.missed(sort);
      continue;
    }
    seen.add(key);
    perQuery.set(query.image, used + 1);
    quota.made(sort);
    triplets.push({ split, query: query.image, ...pair, ...sort });
  }
  const counts = {
    requested: wanted,
    made: triplets.length,
    queries: perQuery.size,
    wild: quota.countOf('WILD'),
    catalog: quota.countOf('CATALOG'),
    inClass: quota.countOf('IN_CLASS'),
    outOfClass: quota.countOf('OUT_OF_CLASS'),
  };
  return { triplets, counts, warnings: shortfalls(split, counts, recipe) };
}

function drawPair(
  sampler: SplitSampler,
  query: DrawnQuery,
  kind: NegativeKind,
): { positive: string; negative: string } | undefined {
  const positive = sampler.drawPositive(query);
  const negative = sampler.drawNegative(query, kind);
  return positive === undefined || negative === undefined ? undefined : { positive, negative };
}

function shortfalls(split: Split, counts: DrawnSplit['counts'], recipe: ResolvedRecipe): string[] {
  const { requested, made, wild, catalog, inClass } = counts;
  const warnings: string[] = [];
  if (made < requested) {
    warnings.push(`${split}: ${made} of ${requested} triplets; the products allow no more.`);
  }
  if (recipe.wildQueryShare !== null && Math.abs(wild - recipe.wildQueryShare * made) > 2) {
    warnings.push(
      `${split}: ${wild} wild queries in place of ${Math.round(recipe.wildQueryShare * made)}; the photos allow no better.`,
    );
  }
  const expected = recipe.inClassShare.wild * wild + recipe.inClassShare.catalog * catalog;
  if (Math.abs(inClass - expected) > Math.max(2, 0.02 * made)) {
    warnings.push(
      `${split}: ${inClass} in-class negatives in place of ${Math.round(expected)}; the products allow no better.`,
    );
  }
  return warnings;
}
