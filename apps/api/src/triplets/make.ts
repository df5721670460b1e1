import type { TripletIssue, TripletStore } from './store.ts';

/** What the two ways of making a set are given. */
export interface MakeRun {
  readonly store: TripletStore;
  /** Share done, 0 to 1; cheap to call often. */
  progress(share: number): Promise<void>;
  /** @throws CANCELLED once the maker was asked to stop */
  throwIfCancelled(): void;
}

/** What is known when all rows are written. */
export interface MakeResult {
  /** The recipe as it was carried out. */
  recipe: object;
  issues: TripletIssue[];
  issueCount: number;
}
