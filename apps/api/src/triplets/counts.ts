import { z } from 'zod';
import type { NegativeKind, QueryKind, Split } from '../../../../prisma/client/enums.ts';

export interface TripletCount {
  split: Split;
  queryKind: QueryKind | null;
  negativeKind: NegativeKind | null;
  count: number;
}

/** Ids of one split's rows lie from `first` to `last`; other sets' rows may lie between. */
export interface IdRange {
  split: Split;
  first: string;
  last: string;
}

/** What TripletSet.counts holds once the set stands; a set is immutable, so it never goes stale. */
export interface StoredCounts {
  rows: TripletCount[];
  ranges: IdRange[];
}

const split = z.enum(['TRAIN', 'VAL', 'TEST']);
const stored = z.object({
  rows: z.array(
    z.object({
      split,
      queryKind: z.enum(['WILD', 'CATALOG']).nullable(),
      negativeKind: z.enum(['IN_CLASS', 'OUT_OF_CLASS']).nullable(),
      count: z.number().int(),
    }),
  ),
  ranges: z.array(z.object({ split, first: z.string(), last: z.string() })),
});

/** The counts of a set's row; empty while the set is being made. */
export function countsOf(set: { counts: unknown }): StoredCounts {
  const parsed = stored.safeParse(set.counts);
  return parsed.success ? parsed.data : { rows: [], ranges: [] };
}

export interface TripletFilter {
  split?: Split | null;
  queryKind?: QueryKind | null;
  negativeKind?: NegativeKind | null;
}

/** Triplets of the set that pass the filter. */
export function totalOf(set: { counts: unknown }, filter: TripletFilter = {}): number {
  return countsOf(set)
    .rows.filter((row) => matches(row, filter))
    .reduce((sum, row) => sum + row.count, 0);
}

function matches(row: TripletCount, filter: TripletFilter): boolean {
  return (
    (!filter.split || row.split === filter.split) &&
    (!filter.queryKind || row.queryKind === filter.queryKind) &&
    (!filter.negativeKind || row.negativeKind === filter.negativeKind)
  );
}
