import { z } from 'zod';
import { NegativeKind, QueryKind, Split } from '../../../../prisma/client/enums.ts';

const split = z.enum(Split);

const tripletCount = z.object({
  split,
  queryKind: z.enum(QueryKind).nullable(),
  negativeKind: z.enum(NegativeKind).nullable(),
  count: z.number().int(),
});

/** Ids of one split's rows lie from `first` to `last`; other sets' rows may lie between. */
const idRange = z.object({ split, first: z.string(), last: z.string() });

/** What TripletSet.counts holds; a set is immutable once it stands, so it never goes stale. */
export const storedCounts = z.object({
  rows: z.array(tripletCount).default([]),
  ranges: z.array(idRange).default([]),
});

export type TripletCount = z.infer<typeof tripletCount>;
export type IdRange = z.infer<typeof idRange>;
export type StoredCounts = z.infer<typeof storedCounts>;

export interface TripletFilter {
  split?: Split | null;
  queryKind?: QueryKind | null;
  negativeKind?: NegativeKind | null;
}

/** Triplets of the set that pass the filter; none while it is being made. */
export function totalOf(set: { counts: StoredCounts }, filter: TripletFilter = {}): number {
  return set.counts.rows
    .filter((row) => matches(row, filter))
    .reduce((sum, row) => sum + row.count, 0);
}

function matches(row: TripletCount, filter: TripletFilter): boolean {
  return (
    (!filter.split || row.split === filter.split) &&
    (!filter.queryKind || row.queryKind === filter.queryKind) &&
    (!filter.negativeKind || row.negativeKind === filter.negativeKind)
  );
}
