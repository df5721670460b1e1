import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../../../prisma/client/client.ts';
import type { Env } from '../env.ts';
import { AppError } from '../errors.ts';
import { type EmbeddedServer, joinEmbeddedServer } from './embedded.ts';
import { migrate } from './migrator.ts';
import { checkPgvectorAvailable, checkPgvectorVersion } from './pgvector.ts';

export const MIGRATIONS_DIR = fileURLToPath(
  new URL('../../../../prisma/migrations', import.meta.url),
);

/** A migrated Postgres with pgvector, reached the same way whether embedded or a server. */
export interface Database {
  readonly url: string;
  readonly kind: 'embedded' | 'server';
  readonly pgvectorVersion: string;
  /** Names of the migrations that opening it applied. */
  readonly migrated: readonly string[];
  /** Column type for embeddings: halfvec halves a server's memory, but is slow in WebAssembly. */
  readonly vectorType: 'vector' | 'halfvec';
  readonly prisma: PrismaClient;
  /** For SQL that Prisma has no words for: bulk upserts, vectors, thinning. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Connections of this process. The embedded server works one statement at a time anyway. */
  readonly connections?: number;
}

/**
 * Opens the database of DATABASE_URL, or else the embedded one under dataDir (starting its server
 * if no other process has), migrates it and checks pgvector.
 * @throws AppError UNAVAILABLE when it can not be reached or pgvector is missing or too old
 */
export async function openDatabase(
  env: Pick<Env, 'dataDir' | 'databaseUrl'>,
  options: OpenDatabaseOptions = {},
): Promise<Database> {
  const embedded =
    env.databaseUrl === undefined
      ? await joinEmbeddedServer(join(env.dataDir, 'postgres'))
      : undefined;
  const url = env.databaseUrl ?? (embedded as EmbeddedServer).url;
  const pool = openPool(url, options.connections ?? (embedded ? 4 : 10));
  try {
    await checkPgvectorAvailable(pool);
    const migrated = await migrate(pool, MIGRATIONS_DIR);
    const pgvectorVersion = await checkPgvectorVersion(pool);
    return assemble(url, pool, embedded, { pgvectorVersion, migrated });
  } catch (error) {
    await pool.end();
    await embedded?.leave();
    throw reachable(error);
  }
}

function openPool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 60_000,
    application_name: 'semblance',
  });
  // An idle connection that breaks is replaced at the next query, which reports what is wrong.
  pool.on('error', () => undefined);
  return pool;
}

function assemble(
  url: string,
  pool: pg.Pool,
  embedded: EmbeddedServer | undefined,
  found: Pick<Database, 'pgvectorVersion' | 'migrated'>,
): Database {
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    url,
    kind: embedded ? 'embedded' : 'server',
    vectorType: embedded ? 'vector' : 'halfvec',
    ...found,
    prisma,
    pool,
    async close() {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
      await embedded?.leave();
    },
  };
}

/** Connection trouble in words; the address may hold a password and is not repeated. */
function reachable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '28P01' || code === '28000') {
    const message = 'The database refused the user or password of DATABASE_URL.';
    return new AppError('UNAVAILABLE', message, { cause: code }, { cause: error });
  }
  if (code === '3D000') {
    const message = 'The database named in DATABASE_URL does not exist; create it first.';
    return new AppError('UNAVAILABLE', message, { cause: code }, { cause: error });
  }
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(code)) {
    const message = 'No Postgres answers at DATABASE_URL; is it running?';
    return new AppError('UNAVAILABLE', message, { cause: code }, { cause: error });
  }
  return error;
}
