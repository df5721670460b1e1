import type { TrainingEvent } from '@semblance/ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobRows } from '../../../apps/api/src/jobs/jobRow.ts';
import { Recorder } from '../../../apps/api/src/training/recorder.ts';
import { createTrainingStore, type TrainingStore } from '../../../apps/api/src/training/store.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { startRun, type TinyTraining, tinyTraining } from './tinyTraining.ts';

describe('the metrics of a training run', () => {
  let test: TestServices;
  let tiny: TinyTraining;
  let store: TrainingStore;
  beforeAll(async () => {
    test = await testServices();
    tiny = await tinyTraining(test.services);
    store = createTrainingStore(test.services.database);
  });
  afterAll(() => test.close());

  const newRun = async () => (await startRun(test.services, tiny.set, 3)).id;
  const metric = (step: number, value: number, measure = 'loss') =>
    ({ split: 'TRAIN', step, epoch: 1, measure, value }) as const;

  it('are thinned evenly, first and last point kept', async () => {
    const id = await newRun();
    const steps = Array.from({ length: 1_001 }, (_, step) => metric(step, step));
    await store.insertMetrics(id, [...steps, metric(0, 7, 'activeShare')]);
    const series = await test.services.training.metrics(id, { points: 5 });
    expect(series.map(({ metric: { name } }) => name)).toEqual(['activeShare', 'loss']);
    expect(series[0]?.points.map(({ value }) => value)).toEqual([7]);
    expect(series[1]?.points.map(({ step }) => step)).toEqual([0, 250, 500, 750, 1_000]);
  });

  it.each([2, 3, 7, 10, 11, 400])('are at most %i points of ten', async (points) => {
    const id = await newRun();
    await store.insertMetrics(
      id,
      Array.from({ length: 10 }, (_, step) => metric(step, step)),
    );
    const [loss] = await test.services.training.metrics(id, { points });
    expect(loss?.points.length).toBe(Math.min(points, 10));
    expect([loss?.points[0]?.step, loss?.points.at(-1)?.step]).toEqual([0, 9]);
  });

  it('are given by name and split', async () => {
    const id = await newRun();
    await store.insertMetrics(id, [
      metric(1, 1),
      metric(1, 2, 'activeShare'),
      { ...metric(1, 3), split: 'VAL' },
    ]);
    const request = { names: ['loss'], split: 'VAL', points: 10 } as const;
    const series = await test.services.training.metrics(id, request);
    expect(series).toMatchObject([
      { metric: { name: 'loss', split: 'VAL' }, points: [{ value: 3 }] },
    ]);
  });

  it.each([
    [1, 'BAD_INPUT'],
    [100_000, 'LIMIT_EXCEEDED'],
  ])('are refused as %i points', async (points, code) => {
    const id = await newRun();
    await expect(test.services.training.metrics(id, { points })).rejects.toMatchObject({ code });
  });

  it('have one last value for each name and split', async () => {
    const id = await newRun();
    await store.insertMetrics(id, [metric(1, 0.9), metric(20, 0.2), metric(3, 0.5)]);
    const last = await test.services.training.lastMetrics([id]);
    const metricOfRun = {
      ...{ name: 'loss', k: null, labels: [], split: 'TRAIN', checkpoint: null },
      ...{ tripletSet: tiny.set.id, baseline: 'none' },
    };
    expect(last.get(id)).toEqual([{ metric: metricOfRun, step: 20, value: 0.2 }]);
  });

  it('keep the mean of each window of a long run, and forget what came after a checkpoint', async () => {
    const id = await newRun();
    const { dataDir } = test.services.env;
    const started = {
      type: 'started',
      backend: { name: 'wasm', version: '', attempts: [], advice: [] },
      parameters: { total: 1, trainable: 1 },
      steps: 6_000,
      epochs: 2,
      shards: 1,
      threads: 1,
    } satisfies TrainingEvent;
    const step = (n: number) =>
      ({
        type: 'step',
        step: n,
        epoch: 1,
        loss: n,
        activeShare: 1,
        imagesPerSecond: 9,
        seconds: 1 / 9,
        inputShare: 0.1,
        spread: 0.5,
        gradientNorm: 1,
        learningRate: 0.1,
      }) as const;
    const claim = await createJobRows(test.services.database.prisma, 'TrainingRun').claim(id);
    if (!claim) throw new Error('the run was not to be claimed');
    const recorder = new Recorder(store, claim, dataDir);
    const warning = async () => (await test.services.training.requireRun(id)).warning;
    await recorder.record(started);
    await recorder.record({ ...step(1), warning: 'It may be collapsing.' });
    expect(await warning()).toBe('It may be collapsing.');
    for (let n = 2; n <= 9; n++) await recorder.record(step(n));
    await recorder.record({ type: 'finished', step: 9, reason: 'cancelled' });
    expect(await warning()).toBeNull();
    const losses = async () => {
      const [series] = await test.services.training.metrics(id, { names: ['loss'], points: 100 });
      return series?.points.map((point) => [point.step, point.value]);
    };
    // 6,000 steps make at most 2,000 points: three steps each.
    expect(await losses()).toEqual([
      [3, (1 + 2 + 3) / 3],
      [6, (4 + 5 + 6) / 3],
      [9, (7 + 8 + 9) / 3],
    ]);
    await new Recorder(store, claim, dataDir).record({ ...started, resumedFromStep: 6 });
    expect(await losses()).toEqual([
      [3, 2],
      [6, 5],
    ]);
    expect(await test.services.training.requireRun(id)).toMatchObject({
      step: 6,
      totalSteps: 6_000,
    });
  });
});
