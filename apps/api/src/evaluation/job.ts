import { createJobRows } from '../jobs/jobRow.ts';
import type { Jobs } from '../jobs/queue.ts';
import { registerJob } from '../jobs/registerJob.ts';
import type { Services } from '../services.ts';

/** Judges model versions as jobs come. */
export async function registerEvaluationJobs(jobs: Jobs, services: Services): Promise<void> {
  const { evaluation, database, logger } = services;
  await registerJob(jobs, {
    queue: 'evaluation.run',
    rows: createJobRows(database.prisma, 'Evaluation'),
    logger,
    run: (id, signal) => evaluation.run(id, { signal, onAbort: 'requeue' }),
  });
}
