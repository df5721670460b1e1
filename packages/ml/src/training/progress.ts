import type { Strikes } from './collapse.ts';
import type { Patience } from './patience.ts';

/** What a run remembers beside its weights; in the checkpoint, so that resuming is exact. */
export interface RunProgress {
  patience: Patience;
  strikes: Strikes;
}
