import { randomUUID } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatMeasure } from '@semblance/ml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelVersion } from '../../../apps/api/src/embeddings/models/modelVersion.ts';
import type { RunEvent } from '../../../apps/api/src/training/protocol.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { startRun, type TinyTraining, tinyTraining } from './tinyTraining.ts';

describe('a training run in its own process', () => {
  let test: TestServices;
  let tiny: TinyTraining;
  beforeAll(async () => {
    test = await testServices();
    tiny = await tinyTraining(test.services);
  });
  afterAll(() => test.close());

  /** Calls back at the given step. */
  const atStep = (step: number, act: () => void) => (message: RunEvent) => {
    if (message.type === 'event' && message.event.type === 'step' && message.event.step === step) {
      act();
    }
  };

  async function stepsOf(runId: string): Promise<number[]> {
    const rows = await test.services.database.prisma.runMetric.findMany({
      where: { trainingRunId: runId, split: 'TRAIN', measure: 'loss' },
      orderBy: { step: 'asc' },
    });
    return rows.map(({ step }) => step);
  }

  async function removeImage(file: string): Promise<void> {
    const { database, storage } = test.services;
    const id = tiny.catalog.images.get(file) as string;
    const { sha256 } = await database.prisma.image.findUniqueOrThrow({ where: { id } });
    await rm(storage.pathOf(sha256));
  }

  it('trains, judges the best checkpoint on unseen products and registers it', async () => {
    const { training, embeddings, database, env } = test.services;
    const { id } = await startRun(test.services, tiny.set, 3);
    const phases = new Set<string>();
    const run = await training.run(id, {
      onEvent: (message) => message.type === 'phase' && phases.add(message.phase),
    });
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      step: 3,
      totalSteps: 3,
      epoch: 1,
      error: null,
    });
    expect(run.dataFingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(run.backend).not.toBeNull();
    expect(phases).toContain('decoding images');
    expect(await stepsOf(id)).toEqual([1, 2, 3]);
    const last = (await training.lastMetrics([id])).get(id) ?? [];
    const names = last.map(
      ({ metric: { split, baseline, ...measure } }) =>
        `${split} ${baseline === 'none' ? '' : `${baseline}.`}${formatMeasure(measure)}`,
    );
    expect(names).toContain('VAL tripletAccuracy');
    expect(names).toContain('VAL precision@10.category+colour');
    for (const of of ['', 'untrained.', 'histogram.']) {
      expect(names).toContain(`TEST ${of}tripletAccuracy`);
      expect(names).toContain(`TEST ${of}precision@10.category`);
      expect(names).toContain(`TEST ${of}precision@10.category+colour`);
    }
    const checkpoints = (await training.checkpointsOf([id])).get(id) ?? [];
    expect(checkpoints.map(({ kind, step }) => [kind, step])).toEqual([
      ['LATEST', 3],
      ['BEST', 3],
    ]);
    const [, best] = checkpoints;
    const kept = (await training.checkpointMetrics([best?.id ?? ''])).get(best?.id ?? '') ?? [];
    expect(kept).toEqual(last.filter(({ metric }) => metric.split === 'VAL'));
    for (const { metric } of last) {
      expect(metric.checkpoint).toBe(metric.split === 'TRAIN' ? null : 'BEST');
      expect(metric.tripletSet).toBe(tiny.set.id);
    }
    for (const { path } of checkpoints) {
      expect((await stat(join(env.dataDir, path, 'checkpoint.json'))).isFile()).toBe(true);
    }
    const model = (await embeddings.models.byTrainingRuns([id])).get(id);
    expect(model).toMatchObject({ architecture: 'mildnet-nano', source: 'TRAINED' });
    const evaluation = await database.prisma.evaluation.findFirst({
      where: { modelVersionId: model?.id ?? '' },
    });
    expect(evaluation).toMatchObject({
      ...{ split: 'TEST', tripletSetId: tiny.set.id, status: 'SUCCEEDED' },
      report: { baselines: { untrained: {}, histogram: {} } },
    });

    // Running it again does nothing; there is nothing to resume.
    expect(await training.run(id)).toEqual(run);
    await expect(training.resume(id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('starts from an earlier model version, and refuses one that is not there', async () => {
    const { training, embeddings } = test.services;
    const [first] = await embeddings.models.list();
    const still = { learningRate: 1e-8, weightDecay: 0, seed: 77 };
    const run = await startRun(test.services, tiny.set, 1, {
      ...still,
      initialWeights: 'model',
      initialModel: first?.number,
    });
    expect(await training.run(run.id)).toMatchObject({ status: 'SUCCEEDED' });
    const [second] = await embeddings.models.list();
    const kernels = await Promise.all(
      [first, second].map((model) =>
        kernelOf(embeddings.models.directoryOf(model as ModelVersion)),
      ),
    );
    const [before, after] = kernels as [Float32Array, Float32Array];
    expect(second?.number).not.toBe(first?.number);
    const apart = Math.max(...before.map((value, i) => Math.abs(value - (after[i] as number))));
    expect(apart).toBeLessThan(1e-6);

    const absent = { initialWeights: 'model', initialModel: 999_999 };
    const { id } = await startRun(test.services, tiny.set, 1, absent);
    await expect(training.run(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const alone = startRun(test.services, tiny.set, 1, { initialWeights: 'model' });
    await expect(alone).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'config.initialModel' },
    });
  });

  it('stops with a checkpoint when cancelled, and goes on from it', async () => {
    const { training } = test.services;
    const { id } = await startRun(test.services, tiny.set, 6);
    const stop = new AbortController();
    const cancelled = training.run(id, {
      signal: stop.signal,
      onEvent: atStep(2, () => stop.abort()),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    const stopped = await training.requireRun(id);
    expect(stopped).toMatchObject({ status: 'CANCELLED', errorCode: 'CANCELLED', phase: null });
    const [latest] = (await training.checkpointsOf([id])).get(id) ?? [];
    expect(latest).toMatchObject({ kind: 'LATEST', step: stopped.step });
    expect(stopped.step).toBeGreaterThanOrEqual(2);
    expect(stopped.step).toBeLessThan(6);

    await training.resume(id);
    const events: RunEvent[] = [];
    const resumed = await training.run(id, { onEvent: (event) => events.push(event) });
    expect(resumed).toMatchObject({ status: 'SUCCEEDED', step: 6 });
    const steps = events.flatMap((each) =>
      each.type === 'event' && each.event.type === 'step' ? [each.event.step] : [],
    );
    expect(steps[0]).toBe(stopped.step + 1);
    expect(await stepsOf(id)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('stops when another process asks through the row', async () => {
    const { training } = test.services;
    const { id } = await startRun(test.services, tiny.set, 3, { epochs: 500 });
    let asked: Promise<unknown> = Promise.resolve();
    const cancelled = training.run(id, {
      onEvent: atStep(1, () => {
        asked = training.cancel(id);
      }),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    await asked;
    expect(await training.requireRun(id)).toMatchObject({
      status: 'CANCELLED',
      cancelRequested: true,
    });
  });

  it('waits for another worker when this one stops', async () => {
    const { training } = test.services;
    const { id } = await startRun(test.services, tiny.set, 3, { epochs: 500 });
    const stop = new AbortController();
    const run = training.run(id, {
      signal: stop.signal,
      onAbort: 'requeue',
      onEvent: atStep(1, () => stop.abort()),
    });
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await training.requireRun(id)).toMatchObject({ status: 'QUEUED', finishedAt: null });
    expect((await training.checkpointsOf([id])).get(id)).toHaveLength(1);
  });

  it('lets go of a run that another process has taken over', async () => {
    const { training, database } = test.services;
    const { id } = await startRun(test.services, tiny.set, 3, { epochs: 500 });
    const claimedBy = randomUUID();
    let pid = 0;
    let taken: Promise<unknown> = Promise.resolve();
    const lost = training.run(id, {
      onEvent: (message) => {
        if (message.type === 'process') pid = message.pid;
        atStep(1, () => {
          const takeOver = 'UPDATE "TrainingRun" SET "claimedBy" = $2 WHERE id = $1';
          taken = database.pool.query(takeOver, [id, claimedBy]);
        })(message);
      },
    });
    await expect(lost).rejects.toMatchObject({ code: 'CONFLICT' });
    await taken;
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(await training.requireRun(id)).toMatchObject({ status: 'RUNNING', claimedBy });
  });

  it('says so when its process is killed, and can be resumed', async () => {
    const { training } = test.services;
    const { id } = await startRun(test.services, tiny.set, 3, { epochs: 500 });
    let pid = 0;
    const killed = training.run(id, {
      onEvent: (message) => {
        if (message.type === 'process') pid = message.pid;
        atStep(1, () => process.kill(pid, 'SIGKILL'))(message);
      },
    });
    await expect(killed).rejects.toMatchObject({ code: 'INTERNAL' });
    const failed = await training.requireRun(id);
    expect(failed).toMatchObject({ status: 'FAILED', heartbeatAt: null });
    expect(failed.error).toContain('SIGKILL');
    expect((await training.resume(id)).status).toBe('QUEUED');
  });

  it('skips the triplets of an image that has gone, and fails when many have', async () => {
    const { training, triplets } = test.services;
    const input = { catalogId: tiny.catalog.id, name: 'holes', count: 300 };
    const set = await triplets.runMake((await triplets.startGenerate(input)).id);
    await removeImage('shirts-red-1.png');
    const { id } = await startRun(test.services, set, 2);
    expect((await training.run(id)).status).toBe('SUCCEEDED');
    const last = (await training.lastMetrics([id])).get(id) ?? [];
    const skipped = last.find(({ metric }) => metric.name === 'skippedTriplets');
    expect(skipped?.value).toBeGreaterThan(0);
    expect(last.find(({ metric }) => metric.name === 'skippedImages')?.value).toBe(1);

    for (const n of [2, 3, 4, 5]) await removeImage(`shirts-red-${n}.png`);
    const doomed = await startRun(test.services, set, 2);
    await expect(training.run(doomed.id)).rejects.toMatchObject({ code: 'IMAGE_MISSING' });
    const failed = await training.requireRun(doomed.id);
    expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'IMAGE_MISSING' });
    expect(failed.error).toContain('5 of 36 images');
  });
});

/** The first floats of a model's file: its first convolution, 3x3 on 3 channels into 16. */
async function kernelOf(directory: string): Promise<Float32Array> {
  const bytes = await readFile(join(directory, 'weights.bin'));
  return new Float32Array(new Uint8Array(bytes.subarray(0, 4 * 3 * 3 * 3 * 16)).buffer);
}
