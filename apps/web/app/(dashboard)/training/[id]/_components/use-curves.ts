'use client';

import { useEffect, useRef, useState } from 'react';
import { request } from '@/lib/api/browser';
import type { JobStatus, TrainingRunPageQuery } from '@/lib/api/generated/graphql';
import { TrainingCurvesQuery } from '@/lib/api/training';
import { isActive } from '@/lib/job';

type Run = NonNullable<TrainingRunPageQuery['trainingRun']>;
type Curves = Pick<Run, 'metrics' | 'checkpoints'>;

const everyMs = 3000;
/** While they grow, half of what a chart can show; all of it once the run has ended. */
const livePoints = 200;
const allPoints = 400;

/** Curves and checkpoints, read again as the run moves on but not more often than every 3 s. */
export function useCurves(id: string, step: number, status: JobStatus, initial: Curves): Curves {
  const [curves, setCurves] = useState(initial);
  const shownFor = useRef(`${step} ${status}`);
  const readAt = useRef(0);
  useEffect(() => {
    const state = `${step} ${status}`;
    if (shownFor.current === state) return;
    const points = isActive(status) ? livePoints : allPoints;
    const wait = Math.max(0, readAt.current + everyMs - Date.now());
    const timer = setTimeout(() => {
      readAt.current = Date.now();
      shownFor.current = state;
      // A failed read is repeated with the next step; the page's state line tells of an API that is down.
      request(TrainingCurvesQuery, { id, points }).then(
        ({ trainingRun }) => trainingRun && setCurves(trainingRun),
        () => undefined,
      );
    }, wait);
    return () => clearTimeout(timer);
  }, [id, step, status]);
  return curves;
}
