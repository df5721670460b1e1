// npm run postgres:install: a Postgres with pgvector from this machine's own package sources, for
// npm run test:postgres. Where the distribution's pgvector is too old (Debian 12), it is built from
// the source package of a later release. Does nothing where both are there. Debian, as root.
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
import { basename, join } from 'node:path';
import { isPgvectorRecent } from '../../apps/api/src/database/pgvector.ts';
import { archiveOf, readAptSources, sourcePackages } from './aptSources.ts';
import { findPostgres, findServers } from './find.ts';

/** Debian's first release with pgvector 0.8. */
const RELEASE_WITH_PGVECTOR = 'trixie';

function install(): void {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    throw new Error(
      'Installing takes apt and root. On another system install Postgres with pgvector yourself, ' +
        'or set TEST_DATABASE_URL to a server of yours where databases may be created.',
    );
  }
  run('apt-get', ['update', '-qq']);
  const packaged = packagedPgvector();
  if (packaged !== undefined) {
    installPackages(`postgresql-${packaged}`, `postgresql-${packaged}-pgvector`);
    return;
  }
  const version = findServers()[0]?.version ?? defaultVersion();
  installPackages(`postgresql-${version}`, `postgresql-server-dev-${version}`, 'gcc', 'make');
  buildPgvector(`/usr/lib/postgresql/${version}/bin/pg_config`);
}

/** The newest Postgres whose packaged pgvector is new enough. */
function packagedPgvector(): number | undefined {
  const packages = pgvectorPackages();
  if (packages.length === 0) return undefined;
  const listed = output('apt-cache', ['madison', ...packages]);
  const found = [...listed.matchAll(/^\s*postgresql-(\d+)-pgvector \| ([\d.]+)/gm)]
    .filter(([, , pgvector = '']) => isPgvectorRecent(pgvector))
    .map(([, postgres]) => Number(postgres));
  return found.length > 0 ? Math.max(...found) : undefined;
}

function pgvectorPackages(): string[] {
  return output('apt-cache', ['pkgnames', 'postgresql-'])
    .split('\n')
    .filter((name) => /^postgresql-\d+-pgvector$/.test(name));
}

/** What the distribution's own package "postgresql" stands for. */
function defaultVersion(): number {
  const version = /Depends: postgresql-(\d+)/.exec(output('apt-cache', ['depends', 'postgresql']));
  if (!version) throw new Error('The package sources of this machine have no Postgres.');
  return Number(version[1]);
}

function installPackages(...names: string[]): void {
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names]);
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

/** With lists of its own: the machine's stay as they are. */
function downloadSource(work: string): void {
  const list = join(work, 'later.sources');
  const lists = join(work, 'lists');
  writeFileSync(list, laterRelease());
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

/** The archive that this machine's Debian comes from, at the later release. */
function laterRelease(): string {
  const os = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const codename = /^VERSION_CODENAME="?(\w+)/m.exec(os)?.[1];
  const sources = sourceFiles().flatMap((path) =>
    readAptSources(basename(path), readFileSync(path, 'utf8')),
  );
  const archive = codename === undefined ? undefined : archiveOf(sources, codename);
  if (!/^ID="?debian\b/m.test(os) || !archive) {
    throw new Error('The package sources of this machine have no pgvector 0.8 or newer.');
  }
  return sourcePackages(archive, RELEASE_WITH_PGVECTOR);
}

/** Where apt's own configuration says that its sources are. */
function sourceFiles(): string[] {
  const names = ['list', 'Dir::Etc::sourcelist/f', 'parts', 'Dir::Etc::sourceparts/d'];
  const said = output('apt-config', ['shell', ...names]);
  const [, list = ''] = /^list='(.*)'$/m.exec(said) ?? [];
  const [, parts = ''] = /^parts='(.*)'$/m.exec(said) ?? [];
  const inParts = existsSync(parts) ? readdirSync(parts).sort() : [];
  const files = inParts.filter((name) => /\.(list|sources)$/.test(name));
  return [list, ...files.map((name) => join(parts, name))].filter((path) => existsSync(path));
}

function run(command: string, args: string[], cwd = '/'): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync(command, args, { cwd, env, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${status})`);
}

function output(command: string, args: string[]): string {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${status})`);
  return stdout;
}

if (!findPostgres()) install();
const found = findPostgres();
if (!found) throw new Error('Postgres and pgvector were installed but are not found.');
console.log(`Postgres ${found.version} with pgvector is in ${found.bin}`);
