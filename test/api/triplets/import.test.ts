import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { totalOf } from '../../../apps/api/src/triplets/counts.ts';
import type { TripletSet } from '../../../apps/api/src/triplets/tripletSet.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { type TinyCatalog, tinyCatalog } from './tinyCatalog.ts';

describe('importing published triplet CSVs', () => {
  let test: TestServices;
  let catalog: TinyCatalog;
  let folder: string;
  beforeAll(async () => {
    test = await testServices();
    catalog = await tinyCatalog(test.services, { wild: true });
    folder = join(test.services.env.dataDir, 'import');
    await mkdir(folder, { recursive: true });
  });
  afterAll(() => test.close());

  async function start(content: string, input: object = {}) {
    const csvPath = join(folder, `${crypto.randomUUID()}.csv`);
    await writeFile(csvPath, content);
    const files = [{ split: 'TRAIN' as const, csvPath }];
    return test.services.triplets.startImport({
      catalogId: catalog.id,
      name: 'published',
      files,
      ...input,
    });
  }

  const rowsOf = (setId: string) =>
    test.services.database.prisma.triplet.findMany({
      where: { tripletSetId: setId },
      orderBy: { id: 'asc' },
    });

  it('takes good rows and reports each bad one with its number', async () => {
    const content = [
      'shirts-red-1-wild.png,shirts-red-2.png,shoes-red-1.png',
      '',
      'shirts-red-1.png,shirts-red-2.png',
      'shirts-red-1.png,nobody.png,shoes-red-1.png',
      'shirts-red-1.png,shirts-red-3.png,shirts-blue-1.png',
      'shirts-red-1.png,shirts-red-1.png,shoes-red-1.png',
      '',
    ].join('\r\n');
    const { id } = await start(content);
    const set = await test.services.triplets.runMake(id);
    expect(set).toMatchObject({ status: 'SUCCEEDED', issueCount: 3 });
    expect(set.issues).toEqual([
      { row: 3, code: 'WRONG_FIELD_COUNT', message: expect.any(String) },
      { row: 4, code: 'UNKNOWN_IMAGE', message: expect.stringContaining('nobody.png') },
      { row: 6, code: 'SAME_IMAGE', message: expect.any(String) },
    ]);
    const [wild, inClass, ...rest] = await rowsOf(id);
    expect(rest).toEqual([]);
    expect(wild).toMatchObject({
      queryImageId: catalog.images.get('shirts-red-1-wild.png'),
      positiveImageId: catalog.images.get('shirts-red-2.png'),
      negativeImageId: catalog.images.get('shoes-red-1.png'),
      queryKind: 'WILD',
      negativeKind: 'OUT_OF_CLASS',
      provenance: { row: 1 },
    });
    expect(inClass).toMatchObject({
      queryKind: 'CATALOG',
      negativeKind: 'IN_CLASS',
      provenance: { row: 5 },
    });
  });

  it('fails and leaves no row when not one can be used', async () => {
    const { triplets } = test.services;
    const { id } = await start('a.png,b.png,c.png\nonly,two\n');
    await expect(triplets.runMake(id)).rejects.toMatchObject({ code: 'TRIPLETS_EMPTY' });
    const set = await triplets.requireSet(id);
    expect(set).toMatchObject({ status: 'FAILED', errorCode: 'TRIPLETS_EMPTY', issueCount: 2 });
    expect(set.issues).toHaveLength(2);
    expect(await rowsOf(id)).toEqual([]);
  });

  it('counts every bad row but keeps the first five hundred only', async () => {
    const good = 'shirts-red-1.png,shirts-red-2.png,shoes-red-1.png\n';
    const { id } = await start(good + 'nobody.png,shirts-red-2.png,shoes-red-1.png\n'.repeat(700));
    const set = await test.services.triplets.runMake(id);
    expect(set.issueCount).toBe(700);
    expect(set.issues).toHaveLength(500);
  });

  it('takes its rows away again when it is cancelled half-way', async () => {
    const { triplets, database } = test.services;
    const { id } = await start('shirts-red-1.png,shirts-red-2.png,shoes-red-1.png\n'.repeat(4_500));
    const stop = new AbortController();
    let written = 0;
    const make = triplets.runMake(id, {
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
        written++;
      },
    });
    await expect(make).rejects.toMatchObject({ code: 'CANCELLED' });
    // One batch was written before it was seen; none stays.
    expect(written).toBe(1);
    expect(await database.prisma.triplet.count({ where: { tripletSetId: id } })).toBe(0);
    expect(await triplets.requireSet(id)).toMatchObject({ status: 'CANCELLED', counts: {} });
  });

  it('stops when another process asks through the row, and keeps no triplet', async () => {
    const { triplets, catalog: catalogService } = test.services;
    const waiting = await start('shirts-red-1.png,shirts-red-2.png,shoes-red-1.png\n');
    expect(await triplets.cancel(waiting.id)).toMatchObject({
      ...{ status: 'CANCELLED', errorCode: 'CANCELLED', cancelRequested: true },
    });
    expect(await triplets.runMake(waiting.id)).toMatchObject({ status: 'CANCELLED' });

    const { id } = await start('shirts-red-1.png,shirts-red-2.png,shoes-red-1.png\n'.repeat(4_500));
    // Asked for after the first of three batches; the second is held until that has been heard.
    let asked: Promise<TripletSet> | undefined;
    const { byName } = catalogService.images;
    const find = vi.spyOn(catalogService.images, 'byName').mockImplementation(async (...names) => {
      // Progress that is still to be written is a heartbeat too: the second new one has been heard.
      const heartbeats = new Set<number | undefined>();
      await vi.waitFor(async () => {
        if (!asked) return;
        await asked;
        heartbeats.add((await triplets.requireSet(id)).heartbeatAt?.getTime());
        expect(heartbeats.size).toBeGreaterThan(2);
      }, 120_000);
      return byName(...names);
    });
    const make = triplets.runMake(id, {
      onProgress: () => {
        asked ??= triplets.cancel(id);
      },
    });
    await expect(make).rejects.toMatchObject({ code: 'CANCELLED' });
    find.mockRestore();
    expect((await asked)?.cancelRequested).toBe(true);
    expect(await triplets.requireSet(id)).toMatchObject({ status: 'CANCELLED' });
    expect(await rowsOf(id)).toEqual([]);
  });

  it('puts the set back in the queue when its worker stops', async () => {
    const { triplets } = test.services;
    const { id } = await start('shirts-red-1.png,shirts-red-2.png,shoes-red-1.png\n');
    const signal = AbortSignal.abort();
    const make = triplets.runMake(id, { signal, onAbort: 'requeue' });
    await expect(make).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await triplets.requireSet(id)).toMatchObject({ status: 'QUEUED' });
    expect(await triplets.runMake(id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('keeps each file in its split and notes images that several splits share', async () => {
    const files = [];
    for (const split of ['TRAIN', 'TEST'] as const) {
      const csvPath = join(folder, `${split}.csv`);
      const own = split === 'TRAIN' ? 'shirts-red-3.png' : 'shirts-red-4.png';
      await writeFile(csvPath, `${own},shirts-red-2.png,shoes-red-1.png`);
      files.push({ split, csvPath });
    }
    const { id } = await start('', { files });
    const set = await test.services.triplets.runMake(id);
    expect([totalOf(set, { split: 'TRAIN' }), totalOf(set, { split: 'TEST' })]).toEqual([1, 1]);
    const { notes } = set.recipe as { notes: string[] };
    expect(notes[0]).toContain('2 images occur in more than one split');
  });

  it.each([
    ['a file that is not there', 'missing.csv'],
    ['a folder', ''],
    ['a file outside the import roots', '/etc/hostname'],
  ])('refuses %s, naming the field', async (_what, path) => {
    const csvPath = path.startsWith('/') ? path : join(folder, path);
    const files = [{ split: 'TRAIN' as const, csvPath }];
    const field = 'files.0.csvPath';
    await expect(start('', { files })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field },
    });
  });

  it('fails with the reason when the file is gone before it is read', async () => {
    const { triplets } = test.services;
    const set = await start('shirts-red-1.png,shirts-red-2.png,shoes-red-1.png\n');
    const { files } = set.recipe as { files: { path: string }[] };
    await rm(files[0]?.path as string);
    await expect(triplets.runMake(set.id)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await triplets.requireSet(set.id)).toMatchObject({ status: 'FAILED' });
  });
});
