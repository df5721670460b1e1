// Brings a bare checkout to the point where everything runs: packages, then the Prisma client.
// Plain JavaScript without imports of its own, because it must run before anything is installed,
// on whatever Node (20 or newer) the machine has. Does nothing, fast, when nothing changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const prismaCli = join(root, 'node_modules', 'prisma', 'build', 'index.js');

const say = (text) => process.stderr.write(`setup: ${text}\n`);

const hashOf = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

const stampPath = (name) => join(root, 'node_modules', `.semblance-${name}`);
const isStamped = (name, value) =>
  existsSync(stampPath(name)) && readFileSync(stampPath(name), 'utf8') === value;
const stamp = (name, value) => writeFileSync(stampPath(name), value);

/** Runs a command to its end and stops the whole setup when it fails. */
function run(command, args, env = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    // Standard output belongs to the command that comes after.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, ...env },
    shell: process.platform === 'win32',
  });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    say(`"${command} ${args.join(' ')}" failed (${result.status ?? result.signal})`);
    process.exit(result.status ?? 1);
  }
}

/**
 * Installs exactly what package-lock.json names. `npm install --no-save` and not `npm ci`: the lock
 * may lack optional binaries of platforms that the machine which wrote it could not see, which
 * `ci` refuses and `install` looks up; and it leaves a node_modules in use by others standing.
 * Only the `node` package needs its install script: it puts Node 24 in node_modules/.bin.
 */
function installPackages() {
  const wanted = hashOf('package-lock.json');
  if (isStamped('packages', wanted) && existsSync(join(bin, 'node'))) return;
  say('installing packages, about a minute the first time');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', '--no-save', '--ignore-scripts', ...quiet]);
  run('npm', ['rebuild', 'node', ...quiet]);
  stamp('packages', wanted);
}

/** `generate` asks for a schema engine that it never runs: any executable file will do. */
function generatePrismaClient() {
  const wanted = hashOf('prisma/schema.prisma', 'node_modules/prisma/package.json');
  const client = join(root, 'prisma', 'client');
  if (isStamped('prisma', wanted) && existsSync(join(client, 'client.ts'))) return;
  say('generating the Prisma client');
  rmSync(client, { recursive: true, force: true });
  mkdirSync(client, { recursive: true });
  run('node', [prismaCli, 'generate', '--no-hints'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
  stamp('prisma', wanted);
}

installPackages();
generatePrismaClient();
