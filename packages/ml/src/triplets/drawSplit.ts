import type { ResolvedRecipe } from './recipe.ts';
import type { DrawnQuery, SplitSampler } from './splitSampler.ts';
import type { GeneratedTriplet, NegativeKind, QueryKind, Split, SplitCounts } from './triplet.ts';

export interface DrawnSplit {
  triplets: GeneratedTriplet[];
  counts: Omit<SplitCounts, 'products' | 'groups'>;
  warnings: string[];
}

/** After this many draws in a row without a new triplet, the split is taken to be exhausted. */
const PATIENCE = 2_000;

/**
 * Draws up to `wanted` different triplets of one split. Shares are kept by quota, not by chance:
 * each draw takes the kind that is furthest behind, so even a short list has the proportions.
 */
export function drawSplit(
  split: Split,
  wanted: number,
  sampler: SplitSampler,
  recipe: ResolvedRecipe,
): DrawnSplit {
  const triplets: GeneratedTriplet[] = [];
  const seen = new Set<string>();
  const perQuery = new Map<string, number>();
  const made = { WILD: { IN: 0, OUT: 0 }, CATALOG: { IN: 0, OUT: 0 } };
  const total = (kind: QueryKind) => made[kind].IN + made[kind].OUT;
  const wildShare = !sampler.canQuery('WILD') ? 0 : (recipe.wildQueryShare ?? 0.5);
  for (let misses = 0; triplets.length < wanted && misses < PATIENCE; misses++) {
    const lagging = total('WILD') < wildShare * (triplets.length + 1);
    // Once draws fail often, the other kind may still have something to give, if it is wanted.
    const swap = misses > PATIENCE / 2 && wildShare > 0 && wildShare < 1;
    const kind: QueryKind = lagging !== swap ? 'WILD' : 'CATALOG';
    const query = sampler.drawQuery(kind);
    if (!query) continue;
    const used = perQuery.get(query.image) ?? 0;
    if (used >= recipe.maxPerQuery) continue;
    const share = recipe.inClassShare[kind === 'WILD' ? 'wild' : 'catalog'];
    const behind = made[kind].IN < share * (total(kind) + 1) && share > 0;
    // Likewise the kind of negative that is due may be used up while the other is not.
    const flip = misses > (PATIENCE * 3) / 4 && share > 0 && share < 1 && misses % 2 === 1;
    const inClass = behind !== flip;
    const drawn = drawPair(sampler, query, inClass ? 'IN_CLASS' : 'OUT_OF_CLASS', misses);
    if (!drawn) continue;
    const key = `${query.image}\0${drawn.positive}\0${drawn.negative}`;
    if (seen.has(key)) continue;
    seen.add(key);
    perQuery.set(query.image, used + 1);
    made[kind][drawn.negativeKind === 'IN_CLASS' ? 'IN' : 'OUT']++;
    triplets.push({ split, query: query.image, ...drawn, queryKind: kind });
    misses = -1;
  }
  const counts = {
    requested: wanted,
    made: triplets.length,
    queries: perQuery.size,
    wild: total('WILD'),
    catalog: total('CATALOG'),
    inClass: made.WILD.IN + made.CATALOG.IN,
    outOfClass: made.WILD.OUT + made.CATALOG.OUT,
  };
  return { triplets, counts, warnings: shortfalls(split, counts, recipe) };
}

function drawPair(
  sampler: SplitSampler,
  query: DrawnQuery,
  kind: NegativeKind,
  misses: number,
): { positive: string; negative: string; negativeKind: NegativeKind } | undefined {
  const positive = sampler.drawPositive(query);
  if (positive === undefined) return undefined;
  const negative = sampler.drawNegative(query, kind);
  if (negative !== undefined) return { positive, negative, negativeKind: kind };
  // This query has no negative of the kind; other queries may, so give up on the kind only late.
  if (misses < PATIENCE / 4) return undefined;
  const negativeKind = kind === 'IN_CLASS' ? 'OUT_OF_CLASS' : 'IN_CLASS';
  const other = sampler.drawNegative(query, negativeKind);
  return other === undefined ? undefined : { positive, negative: other, negativeKind };
}

function shortfalls(split: Split, counts: DrawnSplit['counts'], recipe: ResolvedRecipe): string[] {
  const { requested, made, wild, catalog, inClass } = counts;
  const warnings: string[] = [];
  if (made < requested) {
    warnings.push(`${split}: ${made} of ${requested} triplets; the products allow no more.`);
  }
  if (recipe.wildQueryShare && wild < recipe.wildQueryShare * made - 1) {
    warnings.push(`${split}: ${wild} wild queries; there are not enough wild photos.`);
  }
  const expected = recipe.inClassShare.wild * wild + recipe.inClassShare.catalog * catalog;
  if (Math.abs(inClass - expected) > Math.max(2, 0.02 * made)) {
    warnings.push(
      `${split}: ${inClass} in-class negatives in place of ${Math.round(expected)}; the products allow no better.`,
    );
  }
  return warnings;
}
