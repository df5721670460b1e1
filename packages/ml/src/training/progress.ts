import type { Strikes } from './collapse.ts';
import type { Patience } from './patience.ts';

/** What a run remembers beside its weights; in the checkpoint, so that resuming is exact. */
export interface RunProgress {
  patience: Patience;
  strikes: Strikes;
  /** Epochs that were evaluated where due; behind the steps when an image went away just then. */
  epochsEnded: number;
}
