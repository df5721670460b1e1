import type { ResolvedRecipe } from './recipe.ts';
import type { NegativeKind, QueryKind } from './triplet.ts';

/** The four sorts of triplet whose shares a recipe sets. */
export interface TripletSort {
  queryKind: QueryKind;
  negativeKind: NegativeKind;
}

interface SortState extends TripletSort {
  made: number;
  misses: number;
}

/** After this many draws in a row without a new triplet, a sort is taken to be used up. */
const PATIENCE = 1_000;

/**
 * Says which sort of triplet to draw next. Shares are kept by quota, not by chance: the sort that is
 * furthest behind comes next, so even a short list has the proportions. A sort that is used up is
 * dropped and the others go on; a sort whose share is 0 is never drawn.
 */
export class DrawQuota {
  private readonly recipe: ResolvedRecipe;
  private readonly wildShare: number;
  private readonly sorts: SortState[] = [];

  constructor(recipe: ResolvedRecipe, hasWild: boolean) {
    this.recipe = recipe;
    this.wildShare = hasWild ? (recipe.wildQueryShare ?? 0.5) : 0;
    for (const queryKind of ['WILD', 'CATALOG'] as const) {
      for (const negativeKind of ['IN_CLASS', 'OUT_OF_CLASS'] as const) {
        const sort = { queryKind, negativeKind, made: 0, misses: 0 };
        if (this.shareOf(sort) > 0) this.sorts.push(sort);
      }
    }
  }

  /** The sort furthest behind its share, or undefined when all are used up. */
  next(): TripletSort | undefined {
    const total = this.sorts.reduce((sum, sort) => sum + sort.made, 0) + 1;
    let chosen: SortState | undefined;
    let deficit = Number.NEGATIVE_INFINITY;
    for (const sort of this.sorts) {
      const behind = this.shareOf(sort) * total - sort.made;
      if (sort.misses >= PATIENCE || behind <= deficit) continue;
      chosen = sort;
      deficit = behind;
    }
    return chosen && { queryKind: chosen.queryKind, negativeKind: chosen.negativeKind };
  }

  made(sort: TripletSort): void {
    const state = this.stateOf(sort);
    state.made++;
    state.misses = 0;
  }

  missed(sort: TripletSort): void {
    this.stateOf(sort).misses++;
  }

  /** Triplets made of one kind of query or negative. */
  countOf(kind: QueryKind | NegativeKind): number {
    return this.sorts
      .filter((sort) => sort.queryKind === kind || sort.negativeKind === kind)
      .reduce((sum, sort) => sum + sort.made, 0);
  }

  private shareOf({ queryKind, negativeKind }: TripletSort): number {
    const wild = queryKind === 'WILD';
    const inClass = this.recipe.inClassShare[wild ? 'wild' : 'catalog'];
    const byQuery = wild ? this.wildShare : 1 - this.wildShare;
    return byQuery * (negativeKind === 'IN_CLASS' ? inClass : 1 - inClass);
  }

  private stateOf(sort: TripletSort): SortState {
    const found = this.sorts.find(
      (state) => state.queryKind === sort.queryKind && state.negativeKind === sort.negativeKind,
    );
    if (!found) throw new Error(`No quota for ${sort.queryKind} ${sort.negativeKind}.`);
    return found;
  }
}
