// Installs what the native lane needs on Debian 12: Postgres 15 from its packages, and pgvector
// built from the source package of Debian 13, because Debian 12 has none that is new enough.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPgvectorRecent } from '../apps/api/src/database/pgvector.ts';

/** Server programs and the place of extensions of one installed Postgres. */
export interface PostgresInstall {
  readonly version: string;
  readonly bin: string;
}

const DEBIAN_ROOT = '/usr/lib/postgresql';

/** The newest installed server of version 15 or later. */
export function findPostgres(): PostgresInstall | undefined {
  const versions = existsSync(DEBIAN_ROOT) ? readdirSync(DEBIAN_ROOT) : [];
  const installs = versions
    .filter((version) => Number(version) >= 15)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => ({ version, bin: join(DEBIAN_ROOT, version, 'bin') }));
  return installs.find(({ bin }) => existsSync(join(bin, 'initdb')));
}

/** The version of pgvector that a server can load, from its control file. */
export function pgvectorOf({ version }: PostgresInstall): string | undefined {
  const control = `/usr/share/postgresql/${version}/extension/vector.control`;
  if (!existsSync(control)) return undefined;
  return /default_version = '([^']+)'/.exec(readFileSync(control, 'utf8'))?.[1];
}

/** Debian 13's sources, read beside the machine's own lists, which stay as they are. */
const TRIXIE = `Types: deb-src
URIs: http://deb.debian.org/debian
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

/** True where setupPostgres can install what is missing. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

/** True when nothing needs to be installed. */
export function isPostgresReady(): boolean {
  const install = findPostgres();
  const version = install && pgvectorOf(install);
  return version !== undefined && isPgvectorRecent(version);
}

/** A Postgres with pgvector 0.8 or newer, installed first where it is missing. */
export function setupPostgres(): PostgresInstall {
  const ready = findPostgres();
  if (ready && isPostgresReady()) return ready;
  if (!canInstall()) {
    throw new Error(
      'No Postgres 15+ with pgvector 0.8+ was found, and installing it takes apt and root. Set ' +
        'TEST_DATABASE_URL to a server of yours that may create databases.',
    );
  }
  run('apt-get', ['update', '-qq']);
  const version = ready?.version ?? '15';
  const packages = [`postgresql-${version}`, `postgresql-server-dev-${version}`, 'gcc', 'make'];
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages]);
  buildPgvector(`/usr/lib/postgresql/${version}/bin/pg_config`);
  const install = findPostgres();
  if (!install || !isPostgresReady()) throw new Error('pgvector was built but is not found.');
  return install;
}

function buildPgvector(pgConfig: string): void {
  const work = mkdtempSync(join(tmpdir(), 'semblance-pgvector-'));
  try {
    downloadSource(work);
    const archive = readdirSync(work).find((name) => /^pgvector_.*\.orig\.tar\.\w+$/.test(name));
    if (!archive) throw new Error('apt-get source brought no pgvector archive.');
    mkdirSync(join(work, 'source'));
    run('tar', ['xf', archive, '-C', 'source', '--strip-components=1'], work);
    const make = ['-C', 'source', `PG_CONFIG=${pgConfig}`, 'OPTFLAGS=', 'with_llvm=no', '-s'];
    run('make', ['-j2', ...make], work);
    run('make', [...make, 'install'], work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function downloadSource(work: string): void {
  const list = join(work, 'trixie.sources');
  const lists = join(work, 'lists');
  writeFileSync(list, TRIXIE);
  mkdirSync(join(lists, 'partial'), { recursive: true });
  const options = [
    `Dir::Etc::sourcelist=${list}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${lists}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  run('apt-get', [...options, 'update', '-qq'], work);
  run('apt-get', [...options, 'source', '--download-only', '-qq', 'pgvector'], work);
}

function run(command: string, args: string[], cwd = '/'): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync(command, args, { cwd, env, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${status})`);
}
