import { z } from 'zod';
import type { TripletSet as TripletSetRow } from '../../../../prisma/client/client.ts';
import { type StoredCounts, storedCounts } from './counts.ts';
import { parseRecipe, type TripletSetRecipe } from './recipe.ts';

const tripletIssue = z.object({
  /** Of the source, from 1. */
  row: z.number().int(),
  code: z.string(),
  message: z.string(),
});
const tripletIssues = z.array(tripletIssue);

/** One row of a source that was not accepted. */
export type TripletIssue = z.infer<typeof tripletIssue>;

/** A set as its row keeps it, with its JSON read. */
export interface TripletSet extends Omit<TripletSetRow, 'recipe' | 'counts' | 'issues'> {
  recipe: TripletSetRecipe | null;
  counts: StoredCounts;
  /** The first of them; `issueCount` counts all. */
  issues: TripletIssue[];
}

export function tripletSetOf(row: TripletSetRow): TripletSet {
  return {
    ...row,
    recipe: parseRecipe(row.source, row.recipe),
    counts: storedCounts.parse(row.counts),
    issues: tripletIssues.parse(row.issues),
  };
}

/** Share of the making that is done, 0 to 1. */
export function progressOf({ status, done, total }: TripletSetRow | TripletSet): number {
  if (status === 'SUCCEEDED') return 1;
  return total ? Math.min(1, done / total) : 0;
}
