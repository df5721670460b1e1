import { architecturePreprocessing, listModels, type ModelSummary } from '@semblance/ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatasetStore } from '../../../apps/api/src/datasets/store.ts';
import { loadTriplets } from '../../../apps/api/src/training/trainingData.ts';
import { totalOf } from '../../../apps/api/src/triplets/counts.ts';
import type { TripletSet } from '../../../apps/api/src/triplets/tripletSet.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { type TinyTraining, tinyTraining } from './tinyTraining.ts';

describe('what a run is trained and judged on', () => {
  let test: TestServices;
  let tiny: TinyTraining;
  beforeAll(async () => {
    test = await testServices();
    tiny = await tinyTraining(test.services);
  });
  afterAll(() => test.close());

  const nano = listModels().find(({ name }) => name === 'mildnet-nano');
  function load(set: TripletSet) {
    const { database, triplets, storage, env } = test.services;
    const deps = { images: createDatasetStore(database), triplets, storage, dataDir: env.dataDir };
    return loadTriplets(deps, set, {
      preprocessing: architecturePreprocessing(nano as ModelSummary),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  }

  it('is every triplet, as places in the list of decoded images', async () => {
    const { data, test: unseen, images, pictures } = await load(tiny.set);
    expect(data.train.length).toBe(3 * totalOf(tiny.set, { split: 'TRAIN' }));
    expect(data.val.length).toBe(3 * totalOf(tiny.set, { split: 'VAL' }));
    expect(unseen.length).toBe(3 * totalOf(tiny.set, { split: 'TEST' }));
    const [row] = await test.services.triplets.page(tiny.set.id, {
      first: 1,
      filter: { split: 'TRAIN' },
    });
    const named = [...data.train.slice(0, 3)].map((place) => images[place]?.id);
    expect(named).toEqual([row?.queryImageId, row?.positiveImageId, row?.negativeImageId]);
    expect(pictures.count).toBe(images.length);
  });

  it('holds out products that no training triplet shows', async () => {
    const { data, images, testHeldOut } = await load(tiny.set);
    const trained = new Set([...data.train].map((place) => images[place]?.productId));
    const validated = new Set(data.heldOut?.groups);
    expect(validated.size).toBeGreaterThan(1);
    expect([...validated].filter((product) => trained.has(product))).toEqual([]);
    const tested = testHeldOut?.groups ?? [];
    expect(tested.length).toBeGreaterThan(1);
    expect(tested.filter((product) => trained.has(product) || validated.has(product))).toEqual([]);
  });

  it('has a fingerprint that changes with the triplets and with nothing else', async () => {
    const { triplets } = test.services;
    const input = { catalogId: tiny.catalog.id, name: 'other', count: 60, seed: 77 };
    const other = await triplets.runMake((await triplets.startGenerate(input)).id);
    const [first, again, different] = [
      await load(tiny.set),
      await load(tiny.set),
      await load(other),
    ];
    expect(again.data.fingerprint).toBe(first.data.fingerprint);
    expect(different.data.fingerprint).not.toBe(first.data.fingerprint);
  });
});
