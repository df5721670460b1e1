/** Sums over the counts of a triplet set. */

import type { Split, TripletSetRowFragment } from '../api/generated/graphql';

type TripletCount = TripletSetRowFragment['counts'][number];

export interface SplitTotals {
  total: number;
  /** Triplets by what the query is; what the source did not say is `unknown`. */
  query: { WILD: number; CATALOG: number; unknown: number };
  negative: { IN_CLASS: number; OUT_OF_CLASS: number; unknown: number };
}

/** Totals of one split, or of all of them. */
export function totalsOf(counts: readonly TripletCount[], split?: Split): SplitTotals {
  const totals: SplitTotals = {
    total: 0,
    query: { WILD: 0, CATALOG: 0, unknown: 0 },
    negative: { IN_CLASS: 0, OUT_OF_CLASS: 0, unknown: 0 },
  };
  for (const row of counts) {
    if (split && row.split !== split) continue;
    totals.total += row.count;
    totals.query[row.queryKind ?? 'unknown'] += row.count;
    totals.negative[row.negativeKind ?? 'unknown'] += row.count;
  }
  return totals;
}
