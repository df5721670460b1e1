import { createJobRows } from '../../jobs/jobRow.ts';
import type { Jobs } from '../../jobs/queue.ts';
import { registerJob } from '../../jobs/registerJob.ts';
import type { Services } from '../../services.ts';

/** Embeds as jobs come; what is stored stays, so another worker goes on where one stopped. */
export async function registerEmbeddingsJobs(jobs: Jobs, services: Services): Promise<void> {
  const { database, logger, embeddings } = services;
  await registerJob(jobs, {
    queue: 'embeddings.embed',
    rows: createJobRows(database.prisma, 'EmbedRun'),
    logger,
    run: (id, signal) => embeddings.runs.embed(id, { signal, onAbort: 'requeue' }),
  });
}
