import { MlError } from '../errors.ts';

export interface TripletRecipe {
  seed: number;
  /** Triplets wanted over all splits, shared out as `split` says. */
  count: number;
  /** Attributes that a positive must share with its query beside the category. */
  matchOn: readonly string[];
  /** An attribute to use as the category in place of the product's own. */
  categoryKey?: string;
  /** Share of negatives of the query's own category; default 0.2 for catalog, 0.3 for wild. */
  inClassShare?: { catalog: number; wild: number };
  /** Share of wild queries; default 0.5 where wild photos exist, else 0. */
  wildQueryShare?: number;
  /** Share of positives that show the query's own product; default 0.2 catalog, 0.5 wild. */
  sameProductShare?: { catalog: number; wild: number };
  /** Shares of products, and of triplets; any scale. Default 80 : 10 : 10. */
  split?: { train: number; val: number; test: number };
  /** The most triplets that one query image may have. */
  maxPerQuery?: number;
  /**
   * A group of n products is drawn with weight n ** groupBalance: 1 follows the catalog, 0 draws
   * every group alike. Default 0.5, so that black T-shirts do not drown everything else.
   */
  groupBalance?: number;
  hardNegatives?: {
    /**
     * Share of out-of-class negatives that share every `matchOn` value with the query (a black
     * bag for a black shirt), so that colour alone does not solve the set. Default 0.3.
     */
    sameAttributesShare: number;
  };
}

/** A recipe with nothing left to default. */
export interface ResolvedRecipe {
  seed: number;
  count: number;
  matchOn: readonly string[];
  categoryKey: string | null;
  inClassShare: { catalog: number; wild: number };
  wildQueryShare: number | null;
  sameProductShare: { catalog: number; wild: number };
  split: { train: number; val: number; test: number };
  maxPerQuery: number;
  groupBalance: number;
  sameAttributesShare: number;
}

export const MAX_TRIPLETS = 5_000_000;

/** Fills in defaults and refuses values that make no sense: `RECIPE_INVALID` naming the field. */
export function resolveRecipe(recipe: TripletRecipe): ResolvedRecipe {
  const { seed, count, matchOn } = recipe;
  if (!Number.isFinite(seed)) refuse('seed', 'must be a number');
  if (!Number.isInteger(count) || count < 1 || count > MAX_TRIPLETS) {
    refuse('count', `must be a whole number from 1 to ${MAX_TRIPLETS}`);
  }
  if (matchOn.some((name) => name === '') || new Set(matchOn).size !== matchOn.length) {
    refuse('matchOn', 'must be different attribute names');
  }
  const split = recipe.split ?? { train: 0.8, val: 0.1, test: 0.1 };
  const parts = [split.train, split.val, split.test];
  if (parts.some((part) => !(part >= 0 && Number.isFinite(part))) || !parts.some(Boolean)) {
    refuse('split', 'needs shares of at least 0 and not all 0');
  }
  const inClassShare = recipe.inClassShare ?? { catalog: 0.2, wild: 0.3 };
  const sameProductShare = recipe.sameProductShare ?? { catalog: 0.2, wild: 0.5 };
  const sameAttributesShare = recipe.hardNegatives?.sameAttributesShare ?? 0.3;
  requireShare('inClassShare.catalog', inClassShare.catalog);
  requireShare('inClassShare.wild', inClassShare.wild);
  requireShare('sameProductShare.catalog', sameProductShare.catalog);
  requireShare('sameProductShare.wild', sameProductShare.wild);
  requireShare('hardNegatives.sameAttributesShare', sameAttributesShare);
  if (recipe.wildQueryShare !== undefined) requireShare('wildQueryShare', recipe.wildQueryShare);
  const groupBalance = recipe.groupBalance ?? 0.5;
  requireShare('groupBalance', groupBalance);
  const maxPerQuery = recipe.maxPerQuery ?? Number.POSITIVE_INFINITY;
  if (!(maxPerQuery >= 1)) refuse('maxPerQuery', 'must be at least 1');
  return {
    seed,
    count,
    matchOn,
    categoryKey: recipe.categoryKey ?? null,
    inClassShare,
    wildQueryShare: recipe.wildQueryShare ?? null,
    sameProductShare,
    split,
    maxPerQuery,
    groupBalance,
    sameAttributesShare,
  };
}

function requireShare(field: string, value: number): void {
  if (!(value >= 0 && value <= 1)) refuse(field, `must be from 0 to 1, not ${value}`);
}

function refuse(field: string, why: string): never {
  throw new MlError('RECIPE_INVALID', `${field} ${why}.`, { field });
}
