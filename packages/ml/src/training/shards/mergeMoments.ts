import type { Moments } from './shard.ts';

/**
 * Mean and variance over all rows from those over the parts of them: the variance of the whole is
 * the mean of the parts' variances and the variance of their means, both weighted by rows.
 *
 * @param rows of each part
 */
export function mergeMoments(
  parts: readonly Pick<Moments, 'mean' | 'variance'>[],
  rows: readonly number[],
): { mean: Float32Array; variance: Float32Array } {
  const all = rows.reduce((sum, n) => sum + n, 0);
  const channels = parts[0]?.mean.length ?? 0;
  const mean = new Float32Array(channels);
  const variance = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    const over = (value: (part: (typeof parts)[number]) => number) =>
      parts.reduce((sum, part, i) => sum + (value(part) * (rows[i] as number)) / all, 0);
    const centre = over((part) => part.mean[c] as number);
    mean[c] = centre;
    variance[c] = over(
      (part) => (part.variance[c] as number) + ((part.mean[c] as number) - centre) ** 2,
    );
  }
  return { mean, variance };
}
