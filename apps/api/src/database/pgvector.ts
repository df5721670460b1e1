import type { Pool } from 'pg';
import { AppError } from '../errors.ts';

/** 0.8 brought iterative index scans, without which a filtered search loses rows. */
export const MINIMUM_PGVECTOR = [0, 8] as const;

const ADVICE =
  'Semblance needs pgvector 0.8 or newer: install it on the database server ' +
  '(https://github.com/pgvector/pgvector#installation), or leave DATABASE_URL unset to use the ' +
  'embedded database.';

/** True for "0.8" and above; compares numbers, so that 0.10 is newer than 0.8. */
export function isPgvectorRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (
    major > MINIMUM_PGVECTOR[0] || (major === MINIMUM_PGVECTOR[0] && minor >= MINIMUM_PGVECTOR[1])
  );
}

/** Before migrating: says what is missing rather than failing inside CREATE EXTENSION. */
export async function checkPgvectorAvailable(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ default_version: string; installed_version: string | null }>(
    `SELECT default_version, installed_version FROM pg_available_extensions WHERE name = 'vector'`,
  );
  const found = rows[0]?.installed_version ?? rows[0]?.default_version;
  if (found === undefined) {
    throw new AppError('UNAVAILABLE', `The database has no pgvector. ${ADVICE}`);
  }
  if (!isPgvectorRecent(found)) throw tooOld(found);
}

/** The version of the installed extension; throws UNAVAILABLE when absent or too old. */
export async function checkPgvectorVersion(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ extversion: string }>(
    `SELECT extversion FROM pg_extension WHERE extname = 'vector'`,
  );
  const version = rows[0]?.extversion;
  if (version === undefined) {
    throw new AppError('UNAVAILABLE', `pgvector is not installed in this database. ${ADVICE}`);
  }
  if (!isPgvectorRecent(version)) throw tooOld(version);
  return version;
}

function tooOld(version: string): AppError {
  const message = `pgvector ${version} is too old (after an update of the server's package, run "ALTER EXTENSION vector UPDATE"). ${ADVICE}`;
  return new AppError('UNAVAILABLE', message, { version });
}
