import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claim, createJobRows, SILENT_MS } from '../../../apps/api/src/jobs/jobRow.ts';
import { createTripletStore } from '../../../apps/api/src/triplets/store.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { type TinyCatalog, tinyCatalog } from './tinyCatalog.ts';

describe('the rows of a set that two makers have had', () => {
  let test: TestServices;
  let catalog: TinyCatalog;
  beforeAll(async () => {
    test = await testServices();
    catalog = await tinyCatalog(test.services);
  });
  afterAll(() => test.close());

  it('are those of the second alone, whatever the first still does', async () => {
    const { triplets, database } = test.services;
    const store = createTripletStore(database);
    const jobs = createJobRows(database.prisma, 'TripletSet');
    const { id } = await triplets.startGenerate({ catalogId: catalog.id, name: 'two', count: 10 });
    const [query = '', positive = '', negative = ''] = catalog.images.values();
    const kinds = { queryKind: null, negativeKind: null } as const;
    const row = { split: 'TRAIN', query, positive, negative, ...kinds } as const;
    const count = () => database.prisma.triplet.count({ where: { tripletSetId: id } });

    const dead = (await jobs.claim(id)) as Claim;
    expect(await store.insertTriplets(dead, [row, row])).toBe(true);
    const heartbeatAt = new Date(Date.now() - SILENT_MS - 1_000);
    await database.prisma.tripletSet.update({ where: { id }, data: { heartbeatAt } });
    const second = (await jobs.claim(id)) as Claim;
    await store.deleteTriplets(second);
    expect(await store.insertTriplets(second, [row])).toBe(true);

    expect(await store.insertTriplets(dead, [row])).toBe(false);
    await store.deleteTriplets(dead);
    await store.keepRefused(dead, { issues: [], issueCount: 7 });
    expect(await count()).toBe(1);
    expect((await triplets.requireSet(id)).issueCount).toBe(0);

    // What the second leaves when it dies goes with the set's cancellation.
    await database.prisma.tripletSet.update({ where: { id }, data: { heartbeatAt } });
    expect(await triplets.cancel(id)).toMatchObject({ status: 'CANCELLED' });
    expect(await count()).toBe(0);
  });
});
