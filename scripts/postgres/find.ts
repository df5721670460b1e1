// Finds a Postgres with pgvector on this machine; touches nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPgvectorRecent } from '../../apps/api/src/database/pgvector.ts';

/** One installed Postgres: where its server programs are, and its shared files (extensions). */
export interface PostgresInstall {
  readonly version: number;
  readonly bin: string;
  readonly share: string;
}

/** Debian keeps several versions side by side, outside PATH. */
const DEBIAN_ROOT = '/usr/lib/postgresql';
const OLDEST = 15;

/** What a person without one can do. */
export const ADVICE =
  `Postgres ${OLDEST} or newer with pgvector 0.8 or newer was not found. "npm run ` +
  'postgres:install" installs both (Debian, as root), or set TEST_DATABASE_URL to a server of ' +
  'yours where databases may be created.';

/** Servers of version 15 or later, the newest first. */
export function findServers(): PostgresInstall[] {
  const installs = [...debianInstalls(), ...installOnPath()];
  return installs
    .filter(({ version, bin }) => version >= OLDEST && existsSync(join(bin, 'initdb')))
    .sort((a, b) => b.version - a.version);
}

/** The newest server that has a pgvector which Semblance can use. */
export function findPostgres(): PostgresInstall | undefined {
  return findServers().find((install) => {
    const pgvector = pgvectorOf(install);
    return pgvector !== undefined && isPgvectorRecent(pgvector);
  });
}

function debianInstalls(): PostgresInstall[] {
  const versions = existsSync(DEBIAN_ROOT) ? readdirSync(DEBIAN_ROOT) : [];
  return versions.map((version) => ({
    version: Number(version),
    bin: join(DEBIAN_ROOT, version, 'bin'),
    share: join('/usr/share/postgresql', version),
  }));
}

function installOnPath(): PostgresInstall[] {
  const options = ['--version', '--bindir', '--sharedir'];
  const { status, stdout } = spawnSync('pg_config', options, { encoding: 'utf8' });
  if (status !== 0) return [];
  const [bin = '', share = '', version = ''] = stdout.trim().split('\n');
  return [{ version: Number(/\d+/.exec(version)?.[0]), bin, share }];
}

/** The version of pgvector that a server can load, from its control file. */
function pgvectorOf({ share }: PostgresInstall): string | undefined {
  const control = join(share, 'extension/vector.control');
  if (!existsSync(control)) return undefined;
  return /default_version = '([^']+)'/.exec(readFileSync(control, 'utf8'))?.[1];
}
