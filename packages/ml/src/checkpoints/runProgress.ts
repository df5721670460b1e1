/** How many steps in a row looked bad. */
export interface Strikes {
  collapsed: number;
  closing: number;
  idle: number;
}

/** How long the evaluations have stood still. */
export interface Patience {
  /** Evaluations since the best one. */
  sinceBest: number;
  /** Evaluations since the best one or since the learning rate last fell. */
  sinceChange: number;
  /** Times that the plateau schedule has lowered the learning rate. */
  lowered: number;
}

/** What a run remembers beside its weights; in the checkpoint, so that resuming is exact. */
export interface RunProgress {
  patience: Patience;
  strikes: Strikes;
  /** Epochs that were evaluated where due; behind the steps when an image went away just then. */
  epochsEnded: number;
}
