import type { Logger } from 'pino';
import type { Database } from './database/database.ts';
import type { Env } from './env.ts';
import type { Jobs } from './jobs/queue.ts';
import type { Storage } from './storage/storage.ts';

/** What every service is made of; each createXService takes these and the services it uses. */
export interface ServiceDeps {
  readonly env: Env;
  readonly database: Database;
  readonly storage: Storage;
  readonly jobs: Jobs;
  readonly logger: Logger;
  readonly clock: () => Date;
}
