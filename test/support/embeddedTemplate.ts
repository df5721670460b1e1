import { createHash } from 'node:crypto';
import { copyFileSync, type Dirent, linkSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MIGRATIONS_DIR, openDatabase } from '../../apps/api/src/database/database.ts';
import { isHolderAlive, readLock } from '../../apps/api/src/database/embedded-lock.ts';
import { readMigrations } from '../../apps/api/src/database/migrator.ts';
import { readEnv } from '../../apps/api/src/env.ts';
import { createJobs } from '../../apps/api/src/jobs/queue.ts';
import { createLogger } from '../../apps/api/src/logger.ts';
import { removeFolder } from './removeFolder.ts';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/semblance-test', import.meta.url));

/**
 * Changes with every migration, with the queue and with the engines, so that no stale template is
 * ever used.
 */
export async function templateKey(): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, checksum } of await readMigrations(MIGRATIONS_DIR))
    hash.update(name + checksum);
  for (const file of ['package.json', 'src/jobs/queue.ts']) {
    hash.update(await readFile(join(MIGRATIONS_DIR, '../../apps/api', file)));
  }
  return hash.update(process.version).digest('hex').slice(0, 16);
}

/** Tables of the job queue, which its first start makes: half of what a test file would wait for. */
export async function makeQueue(url: string): Promise<void> {
  const jobs = createJobs({ url }, createLogger(readEnv({ LOG_LEVEL: 'silent' })));
  await jobs.start();
  await jobs.stop();
}

/** Puts a migrated, never used embedded database into a data directory. */
export async function cloneEmbedded(dataDir: string): Promise<void> {
  const template = join(CACHE, await templateKey());
  if (!(await exists(template))) await makeTemplate(template);
  copyDatabase(template, join(dataDir, 'postgres', 'data'));
}

/** The databases template1 and template0, which nothing here connects to or writes. */
const UNUSED = /^base[\\/][14][\\/]/;

/**
 * Every test file waits for this, over a thousand small files: half of them are links, and the calls
 * are synchronous, which takes a tenth of what fs.cp does.
 */
function copyDatabase(from: string, to: string): void {
  const entries = readdirSync(from, { recursive: true, withFileTypes: true });
  const pathOf = (entry: Dirent) => join(entry.parentPath, entry.name).slice(from.length + 1);
  mkdirSync(to, { recursive: true });
  for (const folder of entries.filter((entry) => entry.isDirectory())) {
    mkdirSync(join(to, pathOf(folder)), { recursive: true });
  }
  for (const path of entries.filter((entry) => entry.isFile()).map(pathOf)) {
    const put = UNUSED.test(path) ? linkOrCopy : copyFileSync;
    put(join(from, path), join(to, path));
  }
}

/** The folder for temporary files may lie on another file system, which no link can reach. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** Several test files may make it at once; the first to finish wins. */
async function makeTemplate(template: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const dataDir = await mkdtemp(join(CACHE, 'making-'));
  const database = await openDatabase({ dataDir, databaseUrl: undefined });
  await makeQueue(database.url);
  await database.close();
  await stopEmbedded(dataDir);
  await rename(join(dataDir, 'postgres', 'data'), template).catch(async (error: unknown) => {
    if (!(await exists(template))) throw error;
  });
  await removeFolder(dataDir);
}

/** Stops the server process of a data directory and waits until it has written everything. */
export async function stopEmbedded(dataDir: string): Promise<void> {
  const directory = join(dataDir, 'postgres');
  const holder = readLock(directory);
  if (!holder || !isHolderAlive(holder)) return;
  process.kill(holder.pid, 'SIGTERM');
  const deadline = Date.now() + 20_000;
  while (isHolderAlive(holder)) {
    if (Date.now() > deadline) throw new Error(`embedded server ${holder.pid} does not stop`);
    await sleep(20);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
