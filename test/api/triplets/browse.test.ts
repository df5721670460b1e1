import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { totalOf } from '../../../apps/api/src/triplets/counts.ts';
import type { TripletSet } from '../../../apps/api/src/triplets/tripletSet.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { tinyCatalog } from './tinyCatalog.ts';

describe('looking at the rows of a triplet set', () => {
  let test: TestServices;
  let set: TripletSet;
  beforeAll(async () => {
    test = await testServices();
    const { id: catalogId } = await tinyCatalog(test.services, { wild: true });
    const { triplets } = test.services;
    // Another set first: the rows of the one looked at do not start at id 1.
    for (const name of ['other', 'looks']) {
      const { id } = await triplets.startGenerate({ catalogId, name, count: 400 });
      set = await triplets.runMake(id);
    }
  });
  afterAll(() => test.close());

  const sample = (request: object) =>
    test.services.triplets.sample(set.id, { split: 'TRAIN', count: 6, seed: 1, ...request });
  const idsOf = (rows: { id: bigint }[]) => rows.map(({ id }) => String(id));

  it('draws the same rows for the same seed and others for another', async () => {
    expect(idsOf(await sample({ seed: 3 }))).toEqual(idsOf(await sample({ seed: 3 })));
    expect(idsOf(await sample({ seed: 3 }))).not.toEqual(idsOf(await sample({ seed: 4 })));
  });

  it('draws different rows, all of the split and kind that was asked for', async () => {
    const filter = { queryKind: 'WILD', negativeKind: 'IN_CLASS' } as const;
    const rows = await sample({ split: 'VAL', count: 8, filter });
    expect(new Set(idsOf(rows)).size).toBe(8);
    for (const row of rows) {
      expect(row).toMatchObject({ ...filter, split: 'VAL', tripletSetId: set.id });
    }
  });

  it('draws every row of a split when fewer exist than were asked for', async () => {
    const filter = { queryKind: 'CATALOG', negativeKind: 'IN_CLASS' } as const;
    const total = totalOf(set, { split: 'TEST', ...filter });
    const rows = await sample({ split: 'TEST', count: 48, filter });
    expect(rows.length).toBe(Math.min(48, total));
    expect(new Set(idsOf(rows)).size).toBe(rows.length);
  });

  it('draws each row about as often as any other', async () => {
    const seen = new Map<string, number>();
    for (let seed = 0; seed < 60; seed++) {
      for (const id of idsOf(await sample({ split: 'VAL', count: 12, seed }))) {
        seen.set(id, (seen.get(id) ?? 0) + 1);
      }
    }
    const total = totalOf(set, { split: 'VAL' });
    // 720 draws over 60 rows: 12 each on average; missing one altogether has odds of e^-12.
    expect(total).toBe(60);
    expect(seen.size).toBe(total);
    expect(Math.max(...seen.values())).toBeLessThan(30);
  });

  it.each([
    [0, 'BAD_INPUT'],
    [1_000, 'LIMIT_EXCEEDED'],
  ])('refuses to draw %i rows', async (count, code) => {
    await expect(sample({ count })).rejects.toMatchObject({ code });
  });

  it('pages through every row once, in order', async () => {
    const seen: bigint[] = [];
    let after: string | undefined;
    for (let more = true; more; ) {
      const rows = await test.services.triplets.page(set.id, { first: 37, after });
      more = rows.length > 37;
      for (const { id } of rows.slice(0, 37)) seen.push(id);
      after = String(seen.at(-1));
    }
    expect(seen.length).toBe(totalOf(set));
    expect(seen.every((id, i) => i === 0 || id > (seen[i - 1] as bigint))).toBe(true);
  });

  it('pages through one split and kind alone', async () => {
    const filter = { split: 'TRAIN', negativeKind: 'OUT_OF_CLASS' } as const;
    const rows = await test.services.triplets.page(set.id, { first: 1_000, filter });
    expect(rows.length).toBe(totalOf(set, filter));
    for (const row of rows) expect(row).toMatchObject(filter);
  });

  it('gives training the rows as a reviewer left them', async () => {
    const { triplets, database } = test.services;
    const [kept, swapped, dropped] = await triplets.page(set.id, {
      first: 3,
      filter: { split: 'TEST' },
    });
    const review = (row: typeof kept, to: 'SWAPPED' | 'DROPPED') =>
      database.prisma.triplet.update({ where: { id: row?.id }, data: { review: to } });
    await review(swapped, 'SWAPPED');
    await review(dropped, 'DROPPED');
    const batches = await Array.fromAsync(triplets.trainingTriplets(set.id, 'TEST'));
    const given = batches.flat();
    expect(given.length).toBe(totalOf(set, { split: 'TEST' }) - 1);
    expect(given[0]).toEqual({
      query: kept?.queryImageId,
      positive: kept?.positiveImageId,
      negative: kept?.negativeImageId,
    });
    expect(given[1]).toMatchObject({
      positive: swapped?.negativeImageId,
      negative: swapped?.positiveImageId,
    });
  });
});
