import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpeg, writeCsv, writeImages } from '../../support/feed.ts';
import { type TestServices, testServices } from '../../support/services.ts';

const WORKER = fileURLToPath(new URL('../../../apps/api/src/worker.ts', import.meta.url));
const ROWS = 2500;

let test: TestServices;
let worker: ChildProcess | undefined;

beforeAll(async () => {
  test = await testServices({ jobs: true });
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await test?.close();
});

function startWorker(): ChildProcess {
  const env = { ...process.env, ...test.variables };
  worker = spawn(process.execPath, [WORKER], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return worker;
}

async function startImport(name: string) {
  const { catalog, env } = test.services;
  const folder = join(env.dataDir, 'import');
  const imageDirectory = await writeImages(folder, { 'one.jpg': await jpeg('#c00', 600, 600) });
  const rows = Array.from({ length: ROWS }, (_, index) => [`${index}`, `Product ${index}`, 'one']);
  const path = await writeCsv(join(folder, `${name}.csv`), [['id', 'title', 'image'], ...rows]);
  return catalog.imports.start({ catalog: name, path, imageDirectory });
}

describe('a worker', () => {
  it('hands its import on when it is asked to stop, and the next one completes it', async () => {
    const { catalog } = test.services;
    const { id } = await startImport('handed-on');
    const first = startWorker();
    const rowsRead = async () => (await catalog.imports.require(id)).rowsRead;
    await expect.poll(rowsRead).toBeGreaterThan(0);
    first.kill('SIGTERM');
    expect(await once(first, 'exit')).toEqual([0, null]);
    const left = await catalog.imports.require(id);
    expect(left.status).toBe('QUEUED');
    expect(left.rowsRead).toBeLessThan(ROWS);

    const second = startWorker();
    const status = async () => (await catalog.imports.require(id)).status;
    await expect.poll(status).toBe('SUCCEEDED');
    const run = await catalog.imports.require(id);
    expect(run).toMatchObject({ rowsRead: ROWS, created: ROWS, unchanged: 0, failed: 0 });
    second.kill('SIGTERM');
    expect(await once(second, 'exit')).toEqual([0, null]);
  });
});
