import type { Split } from '../../../../prisma/client/enums.ts';
import type { IdBounds } from './readingStore.ts';
import type { TripletSet } from './tripletSet.ts';

/** Between which ids the rows of a set, or of one split of it, lie; undefined while there are none. */
export function boundsOf(set: TripletSet, split: Split | null): IdBounds | undefined {
  if (set.status !== 'SUCCEEDED') return undefined;
  const ranges = set.counts.ranges.filter((range) => split === null || range.split === split);
  const [head, ...rest] = ranges;
  if (!head) return undefined;
  let from = BigInt(head.first);
  let to = BigInt(head.last);
  for (const range of rest) {
    if (BigInt(range.first) < from) from = BigInt(range.first);
    if (BigInt(range.last) > to) to = BigInt(range.last);
  }
  return { from: String(from), to: String(to) };
}
