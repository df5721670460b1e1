/**
 * Exponential moving average with bias correction, as training dashboards draw it.
 *
 * Without the correction the first points would be pulled towards zero: after n points the weights
 * add up to 1 - factor^n, so the sum is divided by that.
 *
 * @param values one curve, oldest first; values that are not finite are passed through and skipped
 * @param factor 0 (no smoothing) up to, not including, 1
 */
export function smooth(values: readonly number[], factor: number): number[] {
  if (factor <= 0) return [...values];
  const weight = Math.min(factor, 0.999);
  let average = 0;
  let remaining = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = weight * average + (1 - weight) * value;
    remaining *= weight;
    return average / (1 - remaining);
  });
}
