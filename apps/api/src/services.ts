import { type CatalogService, createCatalogService } from './catalog/service.ts';
import { openDatabase } from './database/database.ts';
import type { ServiceDeps } from './deps.ts';
import { createEmbeddingsService, type EmbeddingsService } from './embeddings/service.ts';
import type { Env } from './env.ts';
import { createEvaluationService, type EvaluationService } from './evaluation/service.ts';
import { createJobs } from './jobs/queue.ts';
import { createLogger } from './logger.ts';
import { createSimilarService, type SimilarService } from './similar/service.ts';
import { createStatusService, type StatusService } from './status/service.ts';
import { createStorage } from './storage/storage.ts';
import { createTrainingService, type TrainingService } from './training/service.ts';
import { createTripletsService, type TripletsService } from './triplets/service.ts';
import { createUploadsService, type UploadsService } from './uploads/service.ts';

/** The five stages and what surrounds them: the same for the server, the worker and the CLI. */
export interface Services extends ServiceDeps {
  readonly uploads: UploadsService;
  readonly catalog: CatalogService;
  readonly triplets: TripletsService;
  readonly embeddings: EmbeddingsService;
  readonly training: TrainingService;
  readonly evaluation: EvaluationService;
  readonly similar: SimilarService;
  readonly status: StatusService;
}

export function createServices(given: Omit<ServiceDeps, 'clock'> & Partial<ServiceDeps>): Services {
  const deps: ServiceDeps = { clock: () => new Date(), ...given };
  const uploads = createUploadsService(deps);
  const catalog = createCatalogService({ ...deps, uploads });
  const triplets = createTripletsService({ ...deps, uploads, catalog });
  const embeddings = createEmbeddingsService(deps);
  const training = createTrainingService({ ...deps, triplets });
  const evaluation = createEvaluationService({ ...deps, embeddings, triplets });
  const similar = createSimilarService({ ...deps, uploads, catalog, embeddings });
  const status = createStatusService({ ...deps, embeddings, training });
  const stages = { catalog, triplets, training, embeddings, evaluation, similar };
  return { ...deps, ...stages, uploads, status };
}

export interface OpenServices extends Services {
  /** Stops the jobs, the inference threads and the database, in that order. */
  close(): Promise<void>;
}

/**
 * Opens everything an entry point needs.
 * @param options.jobs start the job queue, so that work can be sent or done (default true)
 */
export async function openServices(
  env: Env,
  options: { jobs?: boolean } = {},
): Promise<OpenServices> {
  const logger = createLogger(env);
  const database = await openDatabase(env);
  const jobs = createJobs(database, logger);
  const services = createServices({ env, database, storage: createStorage(env), jobs, logger });
  if (options.jobs ?? true) await jobs.start();
  return {
    ...services,
    async close() {
      await jobs.stop({ graceful: true });
      await services.embeddings.inference.close();
      await database.close();
    },
  };
}
