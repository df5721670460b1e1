import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBatchStore } from '../../../../apps/api/src/catalog/imports/batchStore.ts';
import { createRemovalStore } from '../../../../apps/api/src/catalog/imports/removalStore.ts';
import { createImportsStore } from '../../../../apps/api/src/catalog/imports/store.ts';
import { createJobRows } from '../../../../apps/api/src/jobs/jobRow.ts';
import { writeCsv, writeImages } from '../../../support/feed.ts';
import { type TestServices, testServices } from '../../../support/services.ts';

let test: TestServices;
let folder: string;
beforeAll(async () => {
  test = await testServices();
  folder = await writeImages(join(test.services.env.dataDir, 'import'), {});
});
afterAll(() => test?.close());

async function start(name: string, rows: number) {
  const lines = Array.from({ length: rows }, (_, i) => [`p${i}`, `Product ${i}`]);
  const path = await writeCsv(join(folder, `${name}.csv`), [['id', 'title'], ...lines]);
  return test.services.catalog.imports.start({ catalog: name, path });
}

const productsOf = (catalogId: string) =>
  test.services.database.prisma.product.count({ where: { catalogId } });

describe('an import that another process has taken over', () => {
  it('writes nothing more', async () => {
    const { database } = test.services;
    const { id, catalogId } = await start('void', 3);
    await test.services.catalog.imports.execute(id);
    const run = await start('void', 3);
    const rows = createJobRows(database.prisma, 'ImportRun');
    const claim = await rows.claim(run.id);
    const stale = { id: run.id, token: randomUUID() };

    const draft = { row: 9, externalId: 'late', title: 'Late', description: null, brand: null };
    const values = { category: null, categoryPath: [], price: null, currency: null };
    const rest = { availability: 'UNKNOWN', url: null, groupId: null, attributes: {} } as const;
    const product = { id: randomUUID(), contentHash: 'x', lacksImages: false, images: null };
    const counts = { rowsRead: 1, created: 1, updated: 0, unchanged: 0, failed: 0 };
    const batch = {
      ...{ catalogId, rechecked: new Map(), at: new Date(), issues: [] },
      products: [{ ...product, draft: { ...draft, ...values, ...rest, images: [] } }],
      counts: { ...counts, ...{ withImage: 0, withPrice: 0, withCategory: 0, withBrand: 0 } },
    };
    const conflict = { code: 'CONFLICT', details: { id: run.id } };
    const batches = createBatchStore(database);
    await expect(batches.write({ ...batch, claim: stale })).rejects.toMatchObject(conflict);
    expect(await productsOf(catalogId)).toBe(3);
    const products = await database.prisma.product.findMany({ where: { catalogId } });
    const ids = products.map((each) => each.id);
    const removals = createRemovalStore(database);
    await expect(removals.remove(stale, 'DELETE', ids)).rejects.toMatchObject(conflict);
    const runs = createImportsStore(database);
    await expect(runs.restart(stale, 'stamp')).rejects.toMatchObject(conflict);
    expect(await productsOf(catalogId)).toBe(3);

    // The process that has it goes on.
    expect(claim).not.toBeNull();
    if (claim) expect((await batches.write({ ...batch, claim })).cancelRequested).toBe(false);
    expect(await productsOf(catalogId)).toBe(4);
  });
});

describe('an import that is taken up again', () => {
  it('began when it was first claimed', async () => {
    const { imports } = test.services.catalog;
    const { id } = await start('again', 600);
    const stop = new AbortController();
    const options = { signal: stop.signal, onAbort: 'requeue' as const };
    const running = imports.execute(id, { ...options, onProgress: () => stop.abort() });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    const { startedAt } = await imports.require(id);
    expect(startedAt).toBeInstanceOf(Date);
    expect(await imports.execute(id)).toMatchObject({
      ...{ status: 'SUCCEEDED', rowsRead: 600, created: 600, startedAt, claimedBy: null },
    });
  });

  it('says how far it came when it is cancelled', async () => {
    const { imports } = test.services.catalog;
    const { id } = await start('stopped', 600);
    const running = imports.execute(id, { onProgress: () => void imports.cancel(id) });
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    const { status, rowsRead, error } = await imports.require(id);
    expect(status).toBe('CANCELLED');
    expect(error).toBe(
      `Cancelled after ${rowsRead} of 600 rows; what was imported until then stays.`,
    );
  });
});
