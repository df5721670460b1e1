import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obtainFeed } from '../../../../apps/api/src/catalog/feeds/obtainFeed.ts';
import { mapConcurrently } from '../../../../apps/api/src/catalog/imports/mapConcurrently.ts';
import { describeError } from '../../../../apps/api/src/errors.ts';
import { deriveSeed, seededRandom } from '../../../../packages/ml/src/random.ts';
import { type TestServices, testServices } from '../../../support/services.ts';
import { zipOf } from '../../../support/zip.ts';
import { mutate } from './mutate.ts';
import { readAll } from './readAll.ts';

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));
const CASES_PER_FIXTURE = 120;
const DATABASE_CASES = 40;
/** Much longer than any takes, shorter than a hang. */
const CASE_MS = 20_000;

let folder: string;
let originals: [string, Buffer][];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semblance-fuzz-'));
  const names = (await readdir(FIXTURES)).toSorted();
  originals = [];
  for (const name of names) originals.push([name, await readFile(join(FIXTURES, name))]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs`)), CASE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What was read, or undefined when it was refused in a way that we foresaw. */
async function readOrRefuse(what: string, path: string) {
  try {
    return await inTime(what, readAll(path));
  } catch (error) {
    const { code, expected } = describeError(error);
    if (expected && (code === 'BAD_INPUT' || code === 'LIMIT_EXCEEDED')) return undefined;
    throw new Error(`${what}: ${String(error)}`, { cause: error });
  }
}

/** Texts that Postgres takes. */
function expectStorable(value: unknown, what: string): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed()) expect.fail(`${what} yields ${value}`);
  } else if (typeof value === 'object' && value !== null) {
    for (const each of Object.entries(value).flat()) expectStorable(each, what);
  }
}

describe('feeds with damage of chance', () => {
  it('are read or refused, never more; whatever is read can be stored', async () => {
    const counts = { read: 0, refused: 0, products: 0, issues: 0 };
    const cases = originals.flatMap(([name, original]) =>
      Array.from({ length: CASES_PER_FIXTURE }, (_, i) => ({ what: `${name} ${i}`, original })),
    );
    await mapConcurrently(cases, 8, async ({ what, original }) => {
      const damaged = mutate(original, seededRandom(deriveSeed(1, what)));
      const path = join(folder, what.replace(' ', '-'));
      await writeFile(path, what.endsWith('9') ? gzipSync(damaged) : damaged);
      const read = await readOrRefuse(what, path);
      await rm(path);
      counts[read === undefined ? 'refused' : 'read'] += 1;
      for (const { product, issues } of read?.outcomes ?? []) {
        expectStorable([product, issues], what);
        counts.issues += issues.length;
        if (product === null) expect(issues.length, what).toBeGreaterThan(0);
        else {
          counts.products += 1;
          expect(product.externalId.length, what).toBeLessThanOrEqual(500);
          expect(product.title, what).not.toBe('');
          expect((product.brand ?? product.category ?? '').length).toBeLessThanOrEqual(500);
        }
      }
    });
    expect(counts.read + counts.refused).toBe(cases.length);
    // The damage is small: most are still read, and none of these numbers may fall to nothing.
    expect(counts.read).toBeGreaterThan(cases.length / 2);
    expect(Math.min(counts.refused, counts.products, counts.issues)).toBeGreaterThan(100);
  });

  it('in zips are unpacked or refused, and leave nothing half unpacked', async () => {
    const work = join(folder, 'work');
    const files = originals.slice(0, 1).map(([name, content]) => ({ name, content }));
    const original = zipOf([...files, { name: 'img/a.jpg', content: Buffer.alloc(2000, 'x') }]);
    for (let i = 0; i < 300; i++) {
      const what = `zip ${i}`;
      const path = join(folder, `case-${i}.zip`);
      await writeFile(path, mutate(original, seededRandom(deriveSeed(2, what))));
      await inTime(what, obtainFeed(path, work)).catch((error: unknown) => {
        expect(describeError(error), what).toMatchObject({ expected: true });
      });
      await rm(path);
    }
    const left = await readdir(work);
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('imports of feeds with damage of chance', () => {
  let test: TestServices;
  beforeAll(async () => {
    test = await testServices();
  });
  afterAll(() => test?.close());

  it('store whole products and count every row, or write nothing', async () => {
    const { catalog, env } = test.services;
    const directory = join(env.dataDir, 'import');
    await mkdir(directory, { recursive: true });
    const whole = originals.filter(([name]) => !/^(truncated|unclosed|entities)/.test(name));
    let stored = 0;
    for (let i = 0; i < DATABASE_CASES; i++) {
      const [name, original] = whole[i % whole.length] as [string, Buffer];
      const what = `${name} ${i}`;
      const path = join(directory, 'case');
      await writeFile(path, mutate(original, seededRandom(deriveSeed(3, what))));
      const started = await catalog.imports
        .start({ catalog: what, path })
        .catch((error: unknown) => {
          expect(describeError(error), what).toMatchObject({ expected: true });
        });
      if (!started) continue;
      await inTime(what, catalog.imports.execute(started.id)).catch((error: unknown) => {
        expect(describeError(error), what).toMatchObject({ code: 'BAD_INPUT' });
      });
      const run = await catalog.imports.require(started.id);
      const { products = 0 } =
        (await catalog.products.catalogCounts([run.catalogId])).get(run.catalogId) ?? {};
      expect(products, what).toBe(run.created);
      if (run.status === 'SUCCEEDED') expect(run.rowsRead, what).toBe(run.rowsTotal);
      else expect(run, what).toMatchObject({ status: 'FAILED', created: 0 });
      stored += products;
    }
    expect(stored).toBeGreaterThan(DATABASE_CASES);
  });
});
