import { MlError } from '../errors.ts';

export interface RocPoint {
  /** Pairs at this distance or nearer are called similar. */
  threshold: number;
  /** Share of the similar pairs that are called so. */
  truePositiveRate: number;
  /** Share of the pairs that are not similar and are called so all the same. */
  falsePositiveRate: number;
}

export interface Roc {
  /** Chance that a similar pair is nearer than one that is not (a tie counts half); 0.5 is blind. */
  areaUnderCurve: number;
  /** Share of errors of either sort where both are equal; 0 is perfect. */
  equalErrorRate: number;
  /** The distance where it is: a threshold that favours neither sort of error. */
  equalErrorThreshold: number;
  /** From the strictest threshold to the loosest, thinned evenly over the curve. */
  points: RocPoint[];
}

/**
 * Receiver operating characteristic of distances (Fawcett 2006): how well one threshold tells
 * similar pairs from others, whatever the query. Equal distances are passed together, so that the
 * order of the input changes nothing.
 *
 * @param positive distances of similar pairs, in any order
 * @param negative distances of pairs that are not similar
 * @param mostPoints of the curve that are kept
 * @throws {MlError} TRIPLETS_EMPTY when one of the two is empty
 */
export function rocOfDistances(
  positive: Float64Array,
  negative: Float64Array,
  mostPoints = 101,
): Roc {
  if (positive.length === 0 || negative.length === 0) {
    throw new MlError('TRIPLETS_EMPTY', 'A ROC needs similar pairs and pairs that are not.');
  }
  const steps = stepsOf(positive.toSorted(), negative.toSorted());
  let area = 0;
  let equal = steps[0] as RocPoint;
  for (let i = 1; i < steps.length; i++) {
    const [before, here] = [steps[i - 1] as RocPoint, steps[i] as RocPoint];
    const width = here.falsePositiveRate - before.falsePositiveRate;
    area += (width * (here.truePositiveRate + before.truePositiveRate)) / 2;
    if (imbalance(here) < imbalance(equal)) equal = here;
  }
  return {
    areaUnderCurve: area,
    equalErrorRate: (equal.falsePositiveRate + 1 - equal.truePositiveRate) / 2,
    equalErrorThreshold: equal.threshold,
    points: thinned(steps, mostPoints),
  };
}

const imbalance = ({ truePositiveRate, falsePositiveRate }: RocPoint) =>
  Math.abs(falsePositiveRate - (1 - truePositiveRate));

/** One point for each distance that occurs, after the point at which nothing is called similar. */
function stepsOf(positive: Float64Array, negative: Float64Array): RocPoint[] {
  const steps: RocPoint[] = [{ threshold: 0, truePositiveRate: 0, falsePositiveRate: 0 }];
  let p = 0;
  let n = 0;
  while (p < positive.length || n < negative.length) {
    const threshold = Math.min(
      positive[p] ?? Number.POSITIVE_INFINITY,
      negative[n] ?? Number.POSITIVE_INFINITY,
    );
    while (p < positive.length && (positive[p] as number) <= threshold) p++;
    while (n < negative.length && (negative[n] as number) <= threshold) n++;
    steps.push({
      threshold,
      truePositiveRate: p / positive.length,
      falsePositiveRate: n / negative.length,
    });
  }
  return steps;
}

/** Points at even distances along the curve (it is 2 long), both ends among them. */
function thinned(steps: readonly RocPoint[], most: number): RocPoint[] {
  if (steps.length <= most) return [...steps];
  const kept: RocPoint[] = [];
  const gap = 2 / (most - 1);
  for (const step of steps.slice(0, -1)) {
    if (step.truePositiveRate + step.falsePositiveRate >= kept.length * gap) kept.push(step);
  }
  return [...kept.slice(0, most - 1), steps.at(-1) as RocPoint];
}
