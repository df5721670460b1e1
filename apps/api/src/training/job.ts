import { createJobRows } from '../jobs/jobRow.ts';
import type { Jobs } from '../jobs/queue.ts';
import { registerJob } from '../jobs/registerJob.ts';
import type { Services } from '../services.ts';

/** Trains as runs come, one at a time. */
export function registerTrainingJobs(jobs: Jobs, services: Services): Promise<void> {
  const { training, database, logger } = services;
  return registerJob(jobs, {
    queue: 'training.run',
    rows: createJobRows(database.prisma, 'TrainingRun'),
    logger,
    run: (id, signal) => training.run(id, { signal, onAbort: 'requeue' }),
  });
}
