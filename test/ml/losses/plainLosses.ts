/** Every loss once more, as loops over plain numbers: what the tensors are compared with. */

export type Rows = readonly (readonly number[])[];

/** One anchor with its positives and negatives, as numbers of rows. */
export interface PlainComparison {
  anchor: number;
  positives: number[];
  negatives: { row: number; weight: number }[];
}

export interface PlainSettings {
  margin: number;
  positiveMargin: number;
  temperature: number;
  angleDegrees: number;
}

export const unit = (rows: Rows): number[][] =>
  rows.map((row) => {
    const norm = Math.hypot(...row);
    return row.map((value) => value / norm);
  });
export const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
export const mean = (values: readonly number[]) => sum(values) / values.length;
export const dot = (a: readonly number[], b: readonly number[]) =>
  sum(a.map((value, i) => value * (b[i] as number)));
export const squared = (a: readonly number[], b: readonly number[]) =>
  sum(a.map((value, i) => (value - (b[i] as number)) ** 2));
export const apart = (a: readonly number[], b: readonly number[]) => Math.sqrt(squared(a, b));

type Weighed = readonly { value: number; weight: number }[];

const weightedMean = (values: Weighed) =>
  sum(values.map(({ value, weight }) => value * weight)) /
  Math.max(1, sum(values.map(({ weight }) => weight)));

/** Mean where each anchor has one negative, else the mean over those above zero. */
function hinge(values: Weighed, single: boolean) {
  const clamped = values.map(({ value, weight }) => ({ value: Math.max(0, value), weight }));
  return weightedMean(single ? clamped : clamped.filter(({ value }) => value > 0));
}

/** Each negative's value over all comparisons, weighed. */
function overNegatives(
  comparisons: readonly PlainComparison[],
  of: (anchor: number, positive: number, negative: number) => number,
): Weighed {
  return comparisons.flatMap(({ anchor, positives, negatives }) =>
    negatives.map(({ row, weight }) => ({
      value: of(anchor, positives[0] as number, row),
      weight,
    })),
  );
}

const isSingle = (comparisons: readonly PlainComparison[]) =>
  comparisons.every(({ negatives }) => negatives.length === 1);
const steepness = (degrees: number) => Math.tan((degrees / 180) * Math.PI) ** 2;

/** Constants of losses, as published. */
export const CONSTANTS = {
  lossless: { epsilon: 1e-4 },
  multiSimilarity: { positiveScale: 2, negativeScale: 50, threshold: 0.5 },
  circle: { relaxation: 0.4, scale: 80 },
};

/** `fixed`: the rows from which weights are taken that the gradient treats as constants. */
export type Loop = (
  rows: Rows,
  comparisons: readonly PlainComparison[],
  settings: PlainSettings,
  fixed: Rows,
) => number;

export const plainLoops = ({
  lossless,
  multiSimilarity,
  circle,
}: typeof CONSTANTS): Record<string, Loop> => ({
  softmax: (rows, comparisons, { temperature }) =>
    mean(
      comparisons.map(({ anchor, positives: [positive], negatives }) => {
        const near = squared(at(rows, anchor), at(rows, positive));
        const terms = negatives.map(({ row, weight }) => {
          const far = squared(at(rows, anchor), at(rows, row));
          return weight * Math.exp((near - far) / 2 / temperature);
        });
        return Math.log(1 + sum(terms));
      }),
    ),
  'triplet-hinge': (rows, comparisons, { margin }) => {
    const gaps = overNegatives(comparisons, (a, p, n) => {
      return margin + apart(at(rows, a), at(rows, p)) - apart(at(rows, a), at(rows, n));
    });
    return hinge(gaps, isSingle(comparisons));
  },
  'soft-margin': (rows, comparisons) =>
    weightedMean(
      overNegatives(comparisons, (a, p, n) => {
        const gap = apart(at(rows, a), at(rows, p)) - apart(at(rows, a), at(rows, n));
        return Math.log(1 + Math.exp(gap));
      }),
    ),
  contrastive: (rows, comparisons, { margin, positiveMargin }) => {
    const pull = comparisons.map(({ anchor, positives: [positive] }) => {
      const distance = apart(at(rows, anchor), at(rows, positive));
      return Math.max(0, distance - positiveMargin) ** 2;
    });
    const push = overNegatives(comparisons, (a, _, n) => {
      return Math.max(0, margin - apart(at(rows, a), at(rows, n))) ** 2;
    });
    return (mean(pull) + weightedMean(push)) / 2;
  },
  lossless: (rows, comparisons) => {
    const pull = comparisons.map(({ anchor, positives: [positive] }) => {
      return -Math.log(1 - squared(at(rows, anchor), at(rows, positive)) / 4 + lossless.epsilon);
    });
    const push = overNegatives(comparisons, (a, _, n) => {
      return -Math.log(squared(at(rows, a), at(rows, n)) / 4 + lossless.epsilon);
    });
    return mean(pull) + weightedMean(push);
  },
  angular: (rows, comparisons, { angleDegrees }) => {
    const gaps = overNegatives(comparisons, (a, p, n) => {
      const [x, y, z] = [at(rows, a), at(rows, p), at(rows, n)];
      const centre = x.map((value, i) => (value + (y[i] as number)) / 2);
      return squared(x, y) - 4 * steepness(angleDegrees) * squared(z, centre);
    });
    return hinge(gaps, isSingle(comparisons));
  },
  'angular-n-pair': (rows, comparisons, { angleDegrees }) => {
    const steep = steepness(angleDegrees);
    return mean(
      comparisons.map(({ anchor, positives: [positive], negatives }) => {
        const [x, y] = [at(rows, anchor), at(rows, positive)];
        const terms = negatives.map(({ row, weight }) => {
          const z = at(rows, row);
          const f = 4 * steep * (dot(x, z) + dot(y, z)) - 2 * (1 + steep) * dot(x, y);
          return weight * Math.exp(f);
        });
        return Math.log(1 + sum(terms));
      }),
    );
  },
  'multi-similarity': (rows, comparisons) =>
    mean(
      comparisons.map(({ anchor, positives, negatives }) => {
        const { positiveScale: a, negativeScale: b, threshold } = multiSimilarity;
        const s = (row: number) => similarity(rows, anchor, row);
        const low = positives.map((row) => Math.exp(-a * (s(row) - threshold)));
        const high = negatives.map(
          ({ row, weight }) => weight * Math.exp(b * (s(row) - threshold)),
        );
        return Math.log(1 + sum(low)) / a + Math.log(1 + sum(high)) / b;
      }),
    ),
  circle: (rows, comparisons, _, fixed) =>
    mean(
      comparisons.map(({ anchor, positives, negatives }) => {
        const { relaxation: m, scale } = circle;
        const low = positives.map((row) => {
          const pace = Math.max(0, 1 + m - similarity(fixed, anchor, row));
          return Math.exp(-scale * pace * (similarity(rows, anchor, row) - (1 - m)));
        });
        const high = negatives.map(({ row, weight }) => {
          const pace = Math.max(0, similarity(fixed, anchor, row) + m);
          return weight * Math.exp(scale * pace * (similarity(rows, anchor, row) - m));
        });
        return Math.log(1 + sum(low) * sum(high));
      }),
    ),
});

export const LOOPS = plainLoops(CONSTANTS);

/** The cosine of unit vectors, as the Euclidean distance gives it also for others. */
function similarity(rows: Rows, a: number, b: number): number {
  return 1 - squared(at(rows, a), at(rows, b)) / 2;
}

function at(rows: Rows, row: number | undefined): readonly number[] {
  return rows[row as number] as readonly number[];
}
