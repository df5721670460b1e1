import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../apps/api/src/database/database.ts';
import { type Env, readEnv } from '../../apps/api/src/env.ts';
import { createStorage, type Storage } from '../../apps/api/src/storage/storage.ts';
import { cloneEmbedded, stopEmbedded } from './embeddedTemplate.ts';
import { removeFolder } from './removeFolder.ts';
import { cloneServer, dropServerDatabase } from './serverTemplate.ts';

/** A fresh, migrated database with its own data directory, for one test file. */
export interface TestDatabase extends AsyncDisposable {
  readonly env: Env;
  /** What `env` was read from: hand it to child processes. */
  readonly variables: Record<string, string>;
  readonly database: Database;
  readonly storage: Storage;
  /** Closes everything, stops the embedded server and deletes the files. */
  close(): Promise<void>;
}

/** True in the lane that runs on a native Postgres (npm run test:postgres). */
export const ON_NATIVE_POSTGRES = process.env.TEST_DATABASE_URL !== undefined;

/**
 * A real Postgres for one test file: embedded, or with TEST_DATABASE_URL a new database on that
 * server. Both are cloned from a template that was migrated once, so it takes about a second.
 * @param variables environment variables on top of the usual ones of a test
 */
export async function testDatabase(variables: Record<string, string> = {}): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'semblance-test-'));
  const server = process.env.TEST_DATABASE_URL;
  const databaseUrl = server === undefined ? undefined : await cloneServer(server);
  if (databaseUrl === undefined) await cloneEmbedded(dataDir);
  const given = {
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    PORT: '0',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...variables,
  };
  const env = readEnv(given);
  const database = await openDatabase(env);
  const close = async () => {
    await database.close();
    if (databaseUrl === undefined) await stopEmbedded(dataDir);
    else await dropServerDatabase(databaseUrl);
    await removeFolder(dataDir);
  };
  const storage = createStorage(env);
  return { env, variables: given, database, storage, close, [Symbol.asyncDispose]: close };
}
