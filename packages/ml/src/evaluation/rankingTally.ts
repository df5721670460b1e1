import type { RetrievalScores } from './retrievalScores.ts';

/** Running sums over queries from which the mean scores are taken. */
export interface RankingTally {
  ks: readonly number[];
  queries: number;
  hitsAt: number[];
  precisionAt: number[];
  averagePrecisionAtR: number;
  rPrecision: number;
  reciprocalRank: number;
}

export function emptyTally(ks: readonly number[]): RankingTally {
  return {
    ks,
    queries: 0,
    hitsAt: ks.map(() => 0),
    precisionAt: ks.map(() => 0),
    averagePrecisionAtR: 0,
    rPrecision: 0,
    reciprocalRank: 0,
  };
}

/**
 * Adds one query's ranking to every tally (all with the same `ks`). `relevant` (R) is at least 1;
 * `head` tells hit or miss for the first max(R, largest k) ranks, or for all there are; `firstHit`
 * is the place of the first match, from 0, which may lie beyond the head.
 */
export function tallyRanking(
  tallies: readonly RankingTally[],
  relevant: number,
  firstHit: number,
  head: readonly boolean[],
): void {
  const ks = tallies[0]?.ks ?? [];
  const found = ks.map(() => 0);
  let hits = 0;
  let hitsAtR = 0;
  let precisionSum = 0;
  for (let rank = 0; rank < head.length; rank++) {
    if (!head[rank]) continue;
    hits++;
    if (rank < relevant) {
      hitsAtR++;
      precisionSum += hits / (rank + 1);
    }
    for (let i = 0; i < ks.length; i++) {
      if (rank < (ks[i] as number)) found[i] = (found[i] as number) + 1;
    }
  }
  for (const tally of tallies) {
    tally.queries++;
    ks.forEach((k, i) => {
      const matches = found[i] as number;
      tally.hitsAt[i] = (tally.hitsAt[i] as number) + (matches > 0 ? 1 : 0);
      tally.precisionAt[i] = (tally.precisionAt[i] as number) + matches / k;
    });
    tally.averagePrecisionAtR += precisionSum / relevant;
    tally.rPrecision += hitsAtR / relevant;
    tally.reciprocalRank += 1 / (firstHit + 1);
  }
}

/** The means of a tally of at least one query. */
export function summarise(tally: RankingTally): RetrievalScores {
  const mean = (sum: number) => sum / tally.queries;
  const byK = (sums: readonly number[]) =>
    Object.fromEntries(tally.ks.map((k, i) => [k, mean(sums[i] as number)]));
  return {
    queries: tally.queries,
    recallAt: byK(tally.hitsAt),
    precisionAt: byK(tally.precisionAt),
    mapAtR: mean(tally.averagePrecisionAtR),
    rPrecision: mean(tally.rPrecision),
    mrr: mean(tally.reciprocalRank),
  };
}
