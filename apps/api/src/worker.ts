// The worker: does the queued work. More workers on the same database share it.

import { registerImportJobs } from './catalog/imports/job.ts';
import { registerSourceJobs } from './catalog/sources/job.ts';
import { registerEmbeddingsJobs } from './embeddings/runs/job.ts';
import { readEnv } from './env.ts';
import { describeError } from './errors.ts';
import { registerEvaluationJobs } from './evaluation/job.ts';
import { keepTouching } from './jobs/aliveFile.ts';
import { openServices } from './services.ts';
import { registerTrainingJobs } from './training/job.ts';
import { registerTripletsJobs } from './triplets/job.ts';

/** Runs until SIGTERM or SIGINT; then fires the signals of running jobs, waits and leaves. */
async function main(): Promise<void> {
  const services = await openServices(readEnv());
  const { jobs, logger } = services;
  const asked = untilAskedToStop();
  await registerImportJobs(jobs, services);
  await registerSourceJobs(jobs, services);
  await registerTripletsJobs(jobs, services);
  await registerTrainingJobs(jobs, services);
  await registerEvaluationJobs(jobs, services);
  await registerEmbeddingsJobs(jobs, services);
  await services.uploads.removeOld();
  const stopTouching = keepTouching();
  logger.info('worker is ready');
  logger.info(`worker stops on ${await asked}`);
  stopTouching();
  await services.close();
}

function untilAskedToStop(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(describeError(error).message);
  process.exit(1);
}
