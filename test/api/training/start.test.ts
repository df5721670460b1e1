import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobRows } from '../../../apps/api/src/jobs/jobRow.ts';
import { createLook } from '../../../apps/api/src/jobs/registerJob.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { startRun, type TinyTraining, tinyTraining } from './tinyTraining.ts';

describe('starting a training run', () => {
  let test: TestServices;
  let tiny: TinyTraining;
  beforeAll(async () => {
    test = await testServices();
    tiny = await tinyTraining(test.services);
  });
  afterAll(() => test.close());

  it('keeps the whole configuration, defaults included', async () => {
    const { training } = test.services;
    const run = await startRun(test.services, tiny.set, 3, { margin: 0.4 });
    expect(run).toMatchObject({ status: 'QUEUED', totalEpochs: 1, seed: 1 });
    expect(run.config).toEqual({
      ...training.defaults().config,
      ...{ model: 'mildnet-nano', epochs: 1, batchSize: 2, maxStepsPerEpoch: 3, margin: 0.4 },
    });
  });

  it.each([
    ['config.model', { model: 'resnet-9000' }],
    ['config.loss', { loss: 'wishful' }],
    ['config.optimizer', { optimizer: 'guess' }],
    ['config.epochs', { epochs: 0 }],
    ['config.lerningRate', { lerningRate: 0.1 }],
  ])('refuses a bad %s by name', async (field, config) => {
    const refused = test.services.training.start({ tripletSetId: tiny.set.id, config });
    await expect(refused).rejects.toMatchObject({ code: 'BAD_INPUT', details: { field } });
  });

  it('refuses a configuration that is not an object', async () => {
    const refused = test.services.training.start({ tripletSetId: tiny.set.id, config: [1] });
    await expect(refused).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'config' },
    });
  });

  it('refuses a triplet set that does not exist', async () => {
    const refused = test.services.training.start({ tripletSetId: randomUUID() });
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('refuses a triplet set that is not finished', async () => {
    const { triplets, training } = test.services;
    const input = { catalogId: tiny.catalog.id, name: 'waiting', count: 10 };
    const { id: tripletSetId } = await triplets.startGenerate(input);
    await expect(training.start({ tripletSetId })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('refuses a triplet set without validation triplets', async () => {
    const { triplets, training } = test.services;
    const { id: tripletSetId } = await triplets.startGenerate({
      ...{ catalogId: tiny.catalog.id, name: 'train only', count: 20 },
      ...{ trainShare: 1, valShare: 0, testShare: 0 },
    });
    await triplets.runMake(tripletSetId);
    await expect(training.start({ tripletSetId })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'tripletSetId', split: 'VAL' },
    });
  });

  it('cancels a waiting run at once, and resumes it', async () => {
    const { training } = test.services;
    const { id } = await startRun(test.services, tiny.set, 3);
    expect(await training.cancel(id)).toMatchObject({ status: 'CANCELLED', cancelRequested: true });
    expect((await training.run(id)).status).toBe('CANCELLED');
    expect(await training.resume(id)).toMatchObject({ status: 'QUEUED', cancelRequested: false });
    await expect(training.resume(id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('pages through the runs, newest first', async () => {
    const { training } = test.services;
    const started = [];
    for (let n = 0; n < 3; n++) started.push((await startRun(test.services, tiny.set, 3)).id);
    const first = await training.page({ first: 2 });
    expect(first.slice(0, 2).map(({ id }) => id)).toEqual([started[2], started[1]]);
    const second = await training.page({ first: 1, after: started[1] });
    expect(second[0]?.id).toBe(started[0]);
  });

  it('queues a run that lost its process, and only that', async () => {
    const { training, database } = test.services;
    const running = async (silentMs: number | null, cancelRequested = false) => {
      const { id } = await startRun(test.services, tiny.set, 3);
      const heartbeatAt = silentMs === null ? null : new Date(Date.now() - silentMs);
      const data = { status: 'RUNNING', heartbeatAt, cancelRequested } as const;
      await database.prisma.trainingRun.update({ where: { id }, data });
      return id;
    };
    const ids = [
      await running(600_000),
      await running(null),
      await running(600_000, true),
      await running(1_000),
    ];
    // A row that two looks find silent.
    const look = createLook(createJobRows(database.prisma, 'TrainingRun'));
    await look();
    await look();
    const states = await Promise.all(ids.map(async (id) => (await training.requireRun(id)).status));
    expect(states).toEqual(['QUEUED', 'QUEUED', 'CANCELLED', 'RUNNING']);
  });
});
