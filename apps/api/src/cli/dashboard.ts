import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { glob, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Env } from '../env.ts';
import { AppError } from '../errors.ts';
import { note } from './output.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const WEB = join(ROOT, 'apps/web');
const BUILD_ID = join(WEB, '.next/BUILD_ID');
const SOURCES = ['apps/web/{app,components,lib}/**/*', 'apps/web/*.*', 'apps/api/schema.graphql'];

/**
 * Builds the dashboard where it is missing or older than its sources. What the build says goes to
 * a log, so that it does not mix with the progress bars of the steps beside it.
 */
export async function buildDashboard(env: Env): Promise<void> {
  if (await isFresh()) return;
  note('building the dashboard, about a minute');
  await mkdir(env.dataDir, { recursive: true });
  const logPath = join(env.dataDir, 'dashboard-build.log');
  await using log = await open(logPath, 'w');
  const child = spawn('npm', ['run', 'build', '--workspace', 'apps/web'], {
    cwd: ROOT,
    stdio: ['ignore', log.fd, log.fd],
    shell: process.platform === 'win32',
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
  if (code !== 0) throw new AppError('UNAVAILABLE', `The dashboard did not build: see ${logPath}`);
}

async function isFresh(): Promise<boolean> {
  if (!existsSync(BUILD_ID)) return false;
  const built = statSync(BUILD_ID).mtimeMs;
  for await (const path of glob(SOURCES, { cwd: ROOT })) {
    const facts = statSync(join(ROOT, path));
    const isMade = path.includes('generated') || path.endsWith('.tsbuildinfo');
    if (facts.isFile() && !isMade && facts.mtimeMs > built) return false;
  }
  return true;
}
