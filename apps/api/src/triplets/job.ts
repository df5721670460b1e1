import { createJobRows } from '../jobs/jobRow.ts';
import type { Jobs } from '../jobs/queue.ts';
import { registerJob } from '../jobs/registerJob.ts';
import type { Services } from '../services.ts';

/** Makes waiting triplet sets; one at a time, since making is all work for one core. */
export async function registerTripletsJobs(jobs: Jobs, services: Services): Promise<void> {
  const { triplets, database, logger } = services;
  await triplets.removeLeftTriplets();
  await registerJob(jobs, {
    queue: 'triplets.make',
    rows: createJobRows(database.prisma, 'TripletSet'),
    logger,
    run: (id, signal) => triplets.runMake(id, { signal, onAbort: 'requeue' }),
  });
}
