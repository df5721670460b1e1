import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpeg, writeCsv, writeImages } from '../../../support/feed.ts';
import { type TestServices, testServices } from '../../../support/services.ts';

const CHILD = fileURLToPath(new URL('importChild.ts', import.meta.url));
const ROWS = 1500;
const IMAGES = 200;

let test: TestServices;
let child: ChildProcess | undefined;
let folder: string;
let images: string;
beforeAll(async () => {
  test = await testServices();
  folder = join(test.services.env.dataDir, 'import');
  const files: Record<string, Buffer> = {};
  for (let i = 0; i < IMAGES; i++) {
    files[`${i}.jpg`] = await jpeg('#c63', 200 + 2 * i, 200);
  }
  images = await writeImages(join(folder, 'images'), files);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await test?.close();
});

/**
 * Runs an import in a process of its own and kills it, without a chance to clean up.
 * @param line printed by the child; it dies that many milliseconds after it
 * @returns false when the import had ended before
 */
async function killAfter(id: string, line: RegExp, ms: number): Promise<boolean> {
  const env = { ...process.env, ...test.variables };
  child = spawn(process.execPath, [CHILD, id], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const process_ = child;
  const exit = once(process_, 'exit');
  for await (const printed of createInterface({
    input: process_.stdout as NodeJS.ReadableStream,
  })) {
    if (!line.test(printed)) continue;
    await delay(ms);
    process_.kill('SIGKILL');
  }
  const [, signal] = (await exit) as [number | null, string | null];
  return signal === 'SIGKILL';
}

/** As if the minute had passed after which a silent process is taken for dead. */
async function letTimePass(id: string): Promise<void> {
  await test.services.database.pool.query(
    `UPDATE "ImportRun" SET "heartbeatAt" = now() - interval '10 minutes' WHERE id = $1`,
    [id],
  );
}

async function start(name: string, rows: number, options: { removal?: 'DELETE' } = {}) {
  const lines = Array.from({ length: rows }, (_, i) => [
    `p${i}`,
    `Product ${i}`,
    `${i % IMAGES}.jpg`,
  ]);
  const path = await writeCsv(join(folder, `${name}-${rows}.csv`), [
    ['id', 'title', 'image'],
    ...lines,
  ]);
  const input = {
    catalog: name,
    path,
    imageDirectory: images,
    allowLargeRemoval: true,
    ...options,
  };
  return test.services.catalog.imports.start(input);
}

/** Rows and files agree: every image row has its file, and no file is without its row. */
async function expectNoOrphans(): Promise<number> {
  const names = await readdir(join(test.services.env.dataDir, 'images'), { recursive: true });
  const files = names.filter((name) => name.includes('/')).map((name) => name.split('/')[1]);
  const { rows } = await test.services.database.pool.query<{ sha256: string }>(
    'SELECT sha256 FROM "Image" ORDER BY sha256',
  );
  expect(files.toSorted()).toEqual(rows.map(({ sha256 }) => sha256));
  return files.length;
}

describe('an import whose process is killed', () => {
  it('again and again goes on to its end: nothing twice, nothing lost, no file left over', async () => {
    const { catalog } = test.services;
    const { id } = await start('killed', ROWS);
    // Before the first batch, within batches, and right after one.
    const points: [RegExp, number][] = [
      [/begins/, 0],
      [/begins/, 250],
      [/^250$|^500$/, 60],
      [/^750$/, 0],
      [/^1000$|^1250$/, 15],
    ];
    let kills = 0;
    for (const [line, ms] of points) {
      if (await killAfter(id, line, ms)) kills += 1;
      const { rowsRead, created, status } = await catalog.imports.require(id);
      if (status !== 'SUCCEEDED') expect(rowsRead % 250).toBe(0);
      const counts = await catalog.products.catalogCounts([
        (await catalog.imports.require(id)).catalogId,
      ]);
      expect([...counts.values()][0]?.products ?? 0).toBe(created);
      await letTimePass(id);
    }
    expect(kills).toBeGreaterThanOrEqual(3);
    const run = await catalog.imports.execute(id);
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      rowsRead: ROWS,
      created: ROWS,
      updated: 0,
      unchanged: 0,
      failed: 0,
      imagesStored: IMAGES,
    });
    const counts = await catalog.products.catalogCounts([run.catalogId]);
    expect(counts.get(run.catalogId)).toEqual({ products: ROWS, images: IMAGES });
    expect(await expectNoOrphans()).toBe(IMAGES);
  });

  it('while it removes products removes the rest, and the images that only they had', async () => {
    const { catalog } = test.services;
    const { id } = await start('killed', 100, { removal: 'DELETE' });
    await killAfter(id, /^100$/, 5);
    await letTimePass(id);
    const run = await catalog.imports.execute(id);
    expect(run).toMatchObject({ status: 'SUCCEEDED', unchanged: 100, removed: ROWS - 100 });
    await catalog.images.deleteUnused();
    const counts = await catalog.products.catalogCounts([run.catalogId]);
    expect(counts.get(run.catalogId)).toEqual({ products: 100, images: 100 });
    expect(await expectNoOrphans()).toBe(100);
  });

  it('starts from its first row when its feed is another by then', async () => {
    const { catalog } = test.services;
    const { id } = await start('changed', ROWS);
    expect(await killAfter(id, /^250$/, 0)).toBe(true);
    await letTimePass(id);
    const rows = Array.from({ length: 40 }, (_, i) => [`q${i}`, `Other ${i}`, '']);
    await writeCsv(join(folder, `changed-${ROWS}.csv`), [['id', 'title', 'image'], ...rows]);
    expect(await catalog.imports.execute(id)).toMatchObject({
      status: 'SUCCEEDED',
      rowsRead: 40,
      rowsTotal: 40,
      created: 40,
    });
    await expectNoOrphans();
  });
});
