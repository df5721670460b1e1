// A throw-away cluster of a native Postgres with pgvector, for the second lane of the tests.
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADVICE, findPostgres } from './find.ts';

export interface NativePostgres {
  readonly url: string;
  stop(): void;
}

/** Starts an empty cluster on a free loopback port; throws where no Postgres has pgvector. */
export async function startNativePostgres(): Promise<NativePostgres> {
  const install = findPostgres();
  if (!install) throw new Error(ADVICE);
  const directory = mkdtempSync(join(tmpdir(), 'semblance-postgres-'));
  const data = join(directory, 'data');
  const port = await freePort();
  own(directory);
  asPostgres(join(install.bin, 'initdb'), [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
  ]);
  // Nothing here outlives the tests, so nothing needs to reach the disk.
  const settings = `-p ${port} -h 127.0.0.1 -k ${directory} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200`;
  const control = (args: string[]) =>
    asPostgres(join(install.bin, 'pg_ctl'), ['-D', data, ...args]);
  control(['-w', '-o', settings, '-l', join(directory, 'log'), 'start']);
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop() {
      control(['-w', '-m', 'immediate', 'stop']);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const isRoot = () => process.getuid?.() === 0;

/** Postgres refuses to run as root: then its programs run as the user that Debian made for it. */
function asPostgres(program: string, args: string[]): void {
  const command = isRoot()
    ? ['runuser', '-u', 'postgres', '--', program, ...args]
    : [program, ...args];
  const [first = program, ...rest] = command;
  const { status } = spawnSync(first, rest, { stdio: ['ignore', 'ignore', 'inherit'], cwd: '/' });
  if (status !== 0) throw new Error(`${program} failed (${status})`);
}

function own(directory: string): void {
  if (!isRoot()) return;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  chownSync(directory, id('-u'), id('-g'));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
