import { createJobs } from '../../apps/api/src/jobs/queue.ts';
import { createLogger } from '../../apps/api/src/logger.ts';
import { createServices, type Services } from '../../apps/api/src/services.ts';
import { type TestDatabase, testDatabase } from './database.ts';

export interface TestServices extends Omit<TestDatabase, 'database' | 'env' | 'storage'> {
  readonly services: Services;
}

/**
 * Every service over a fresh database. Jobs are not started unless asked for: then nothing is
 * queued, and a test runs the work itself with services.<stage>.runX.
 */
export async function testServices(
  options: { jobs?: boolean; variables?: Record<string, string> } = {},
): Promise<TestServices> {
  const { env, database, storage, variables, close } = await testDatabase(options.variables);
  const logger = createLogger(env);
  const jobs = createJobs(database, logger);
  const services = createServices({ env, database, storage, jobs, logger });
  if (options.jobs) await jobs.start();
  const closeAll = async () => {
    await jobs.stop({ graceful: true });
    await services.embeddings.inference.close();
    await close();
  };
  return { services, variables, close: closeAll, [Symbol.asyncDispose]: closeAll };
}
