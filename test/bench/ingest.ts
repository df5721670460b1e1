import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Env, readEnv } from '../../apps/api/src/env.ts';
import { type OpenServices, openServices } from '../../apps/api/src/services.ts';
import { startNativePostgres } from '../../scripts/postgres/server.ts';

const WORKER = join(import.meta.dirname, '../../apps/api/src/worker.ts');
const FASHION = join(import.meta.dirname, '../../../shared/catalogs/fashion');
const DEFAULT_ROWS = 100_000;
const POLL_MS = 200;

/**
 * Imports through the real worker on a native Postgres: a generated feed without images, the same
 * feed unchanged, and the fashion catalog with its images where it is there. `rows=1000000` for a
 * larger feed, `fashion=no` to leave the catalog out. Memory is what the worker had at most.
 */
export async function ingestSpeed(settings: string[]): Promise<void> {
  const given = new Map(settings.map((each) => each.split('=') as [string, string]));
  const rows = Number(given.get('rows') ?? DEFAULT_ROWS);
  const dataDir = await mkdtemp(join(tmpdir(), 'semblance-ingest-'));
  const postgres = await startNativePostgres();
  const folder = join(dataDir, 'import');
  await mkdir(folder);
  const variables = {
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    IMPORT_ROOTS: `${folder}:${FASHION}`,
    LOG_LEVEL: 'warn',
  };
  const env: Env = readEnv({ ...process.env, ...variables });
  const services = await openServices(env);
  try {
    const path = join(folder, 'feed.csv');
    await writeFeed(path, rows);
    await measure('new products', services, variables, { catalog: 'generated', path });
    await measure('dry run, unchanged', services, variables, { catalog: 'generated', path }, true);
    await measure('again, unchanged', services, variables, { catalog: 'generated', path });
    if (given.get('fashion') === 'no' || !existsSync(FASHION)) return;
    const csv = join(FASHION, 'styles.csv');
    const images = join(FASHION, 'images');
    const fashion = { catalog: 'fashion', path: csv, imageDirectory: images };
    await measure('fashion, with images', services, variables, fashion);
    await measure('fashion again', services, variables, fashion);
  } finally {
    await services.close();
    postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Input = Parameters<OpenServices['catalog']['imports']['start']>[0];

/** One import by a worker of its own, from the moment that it takes the job. */
async function measure(
  what: string,
  { catalog }: OpenServices,
  variables: Record<string, string>,
  input: Input,
  dryRun = false,
): Promise<void> {
  const { id } = await (dryRun ? catalog.imports.plan(input) : catalog.imports.start(input));
  const worker = spawn(process.execPath, [WORKER], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = 0;
  let run = await catalog.imports.require(id);
  while (run.finishedAt === null) {
    await delay(POLL_MS);
    peak = Math.max(peak, peakMegabytes(worker));
    run = await catalog.imports.require(id);
  }
  worker.kill('SIGTERM');
  await once(worker, 'exit');
  const seconds = (run.finishedAt.getTime() - (run.startedAt as Date).getTime()) / 1000;
  const images = run.imagesStored > 0 ? `, ${rate(run.imagesStored, seconds)} images/s` : '';
  const counts = `${run.created} created, ${run.unchanged} unchanged, ${run.failed} failed`;
  console.log(
    `${what.padEnd(22)} ${run.status} ${run.rowsRead} rows (${counts}) in ${seconds.toFixed(1)} s: ` +
      `${rate(run.rowsRead, seconds)} rows/s${images}; worker at most ${peak} MB`,
  );
}

const rate = (count: number, seconds: number) => Math.round(count / seconds);

/** The most that a process had resident, as Linux remembers it. */
function peakMegabytes({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
}

const HEADER =
  'id,title,description,brand,category,price,currency,availability,link,item_group_id,colour,size,material,gtin';
const COLOURS = ['red', 'green', 'blue', 'black', 'white'];

/** As wide as what shops export, a description of some sentences included. */
async function writeFeed(path: string, rows: number): Promise<void> {
  function* lines() {
    yield `${HEADER}\n`;
    for (let i = 0; i < rows; i++) {
      const colour = COLOURS[i % COLOURS.length];
      const text = `"<p>Product ${i} in ${colour}, made to last.</p> ${'It is washable, light and warm. '.repeat(6)}"`;
      const price = `"${(i % 300) + 1},${String(i % 100).padStart(2, '0')}"`;
      yield `sku-${i},Product ${i},${text},Brand ${i % 200},Apparel > Kind ${i % 40},${price},EUR,in stock,https://shop.example/p/${i},g${Math.floor(i / 4)},${colour},${i % 9},cotton,40${i}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
}
