import type { Split } from '../../../../prisma/client/enums.ts';
import { AppError, badInput } from '../errors.ts';
import type { MetricSeries } from './readMetrics.ts';
import type { TrainingStore } from './store.ts';

export interface CurvesRequest {
  names?: readonly string[] | null;
  split?: Split | null;
  /** Most points of one curve. */
  points: number;
}

const MAX_POINTS = 5_000;

/** Curves by run, each thinned to at most `points`. @throws BAD_INPUT, LIMIT_EXCEEDED */
export async function curvesOf(
  store: Pick<TrainingStore, 'metricSeries'>,
  runIds: readonly string[],
  { names = null, split = null, points }: CurvesRequest,
): Promise<Map<string, MetricSeries[]>> {
  if (!Number.isInteger(points) || points < 2) {
    throw badInput('points', 'points must be a whole number of at least 2.');
  }
  if (points > MAX_POINTS) {
    const message = `points may be at most ${MAX_POINTS}.`;
    throw new AppError('LIMIT_EXCEEDED', message, { field: 'points', max: MAX_POINTS });
  }
  return store.metricSeries(runIds, { names, split, points });
}
