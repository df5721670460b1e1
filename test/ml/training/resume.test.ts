import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { packImages } from '../../../packages/ml/src/images/packedImages.ts';
import {
  defaultTrainingConfig,
  type TrainingConfig,
} from '../../../packages/ml/src/training/config.ts';
import type { TrainingEvent } from '../../../packages/ml/src/training/events.ts';
import type { TrainingRequest } from '../../../packages/ml/src/training/run.ts';
import { train } from '../../../packages/ml/src/training/train.ts';
import { drawnData } from './drawnImages.ts';
import { tinyModel } from './tinyModel.ts';

let directory = '';
beforeAll(async () => {
  await openBackend({ prefer: 'cpu' });
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semblance-resume-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Everything that could make a difference is on. */
const eventful = defaultTrainingConfig({
  batchSize: 4,
  epochs: 5,
  maxStepsPerEpoch: 4,
  learningRate: 0.05,
  clipNorm: 0.5,
  schedule: 'plateau',
  plateauPatience: 1,
  frozenEpochs: 1,
  backboneRate: 0.5,
  averageDecay: 0.9,
  augmentation: 'crop+flip+jitter+blur+erase',
});

function request(config: TrainingConfig, overrides: Partial<TrainingRequest> = {}) {
  const data = drawnData({ size: 8 });
  return { config, data, directory, architecture: tinyModel, inputThreads: 0, ...overrides };
}

/**
 * Runs until `stopAfter` steps: `cancel` as a person would, `kill` without another chance to write.
 */
async function run(
  given: TrainingRequest,
  stopAfter = Number.POSITIVE_INFINITY,
  how: 'cancel' | 'kill' = 'cancel',
): Promise<TrainingEvent[]> {
  const stop = new AbortController();
  const events: TrainingEvent[] = [];
  for await (const event of train({ ...given, signal: stop.signal })) {
    events.push(event);
    if (event.type !== 'step' || event.step !== stopAfter) continue;
    if (how === 'kill') break;
    stop.abort();
  }
  return events;
}

/** All that a checkpoint holds but the time. */
async function checkpoint(kind: string) {
  const file = (name: string) => readFile(join(directory, kind, name));
  const manifest = JSON.parse(await readFile(join(directory, kind, 'checkpoint.json'), 'utf8'));
  const names = ['weights', ...(kind === 'latest' ? ['optimizer', 'average'] : [])];
  const files = await Promise.all(
    names.map(async (name) => (await file(`${name}.bin`)).toString('hex')),
  );
  return { ...manifest, createdAt: undefined, files };
}

const steps = (events: TrainingEvent[]) =>
  events.flatMap((e) => (e.type === 'step' ? [[e.step, e.loss, e.learningRate, e.spread]] : []));

describe('resuming', () => {
  it.each([
    ['at the end of an epoch', 12, 'cancel'],
    ['in the middle of one', 10, 'cancel'],
    ['while the backbone is frozen', 3, 'cancel'],
    ['after a kill, from the last checkpoint', 11, 'kill'],
  ] as const)('gives the same weights bit for bit when stopped %s', async (_, at, how) => {
    const given = request(eventful, { checkpointEvery: 3 });
    const whole = await run(given);
    const expected = { latest: await checkpoint('latest'), best: await checkpoint('best') };
    // Or the plateau would not have been tested.
    expect(expected.latest.progress.patience.lowered).toBeGreaterThan(0);
    await rm(directory, { recursive: true });
    const first = await run(given, at, how);
    const second = await run({ ...given, resume: true });
    const from = (second[0] as { resumedFromStep: number }).resumedFromStep;
    expect(from).toBe(how === 'kill' ? 9 : at);
    expect(steps(first).slice(0, from).concat(steps(second))).toEqual(steps(whole));
    expect(await checkpoint('latest')).toEqual(expected.latest);
    expect(await checkpoint('best')).toEqual(expected.best);
  });

  it('does not depend on whether threads prepare the images, nor on how many', async () => {
    const data = drawnData({ size: 8 });
    const bytes = new Uint8Array(new SharedArrayBuffer(data.images.count * 192));
    for (let i = 0; i < data.images.count; i++) bytes.set(data.images.image(i), i * 192);
    const shared = { ...data, images: packImages(8, data.images.count, bytes) };
    const config = { ...eventful, epochs: 2 };
    await run(request(config, { data: shared }));
    const expected = await checkpoint('latest');
    for (const inputThreads of [1, 2]) {
      await rm(directory, { recursive: true });
      await run(request(config, { data: shared, inputThreads }));
      expect(await checkpoint('latest')).toEqual(expected);
    }
  });

  it('survives being killed while a checkpoint was written', async () => {
    const given = request({ ...eventful, epochs: 2 });
    await run(given, 6);
    const latest = join(directory, 'latest');
    // As a crash leaves it: the new one half there, the old one already set aside.
    await mkdir(`${latest}.new`);
    await writeFile(join(`${latest}.new`, 'weights.bin'), 'half');
    await rename(latest, `${latest}.old`);
    const [started] = await run({ ...given, resume: true });
    expect(started).toMatchObject({ resumedFromStep: 6 });
    expect((await checkpoint('latest')).step).toBe(8);
  });

  it('refuses a checkpoint of the same pictures under other labels, categories or held-out labels', async () => {
    const given = request({ ...eventful, epochs: 1 });
    const { data } = given;
    await run(given, 2);
    const before = await checkpoint('latest');
    const labels = data.labels?.map((label) => (label === '0' ? '1' : label)) ?? [];
    const held = { ...data.heldOut, labels: labels.slice(60) } as typeof data.heldOut;
    for (const changed of [{ labels }, { categories: labels }, { heldOut: held }]) {
      const relabelled = { ...given, data: { ...data, ...changed }, resume: true };
      await expect(run(relabelled)).rejects.toMatchObject({
        code: 'CHECKPOINT_MISMATCH',
        message: expect.stringMatching(/Put them back, or start a new run/),
      });
      expect(await checkpoint('latest')).toEqual(before);
    }
  });

  it('goes on from a checkpoint of before labels were kept', async () => {
    const given = request({ ...eventful, epochs: 1 });
    await run(given, 2);
    const path = join(directory, 'latest', 'checkpoint.json');
    const { labelsFingerprint, ...older } = JSON.parse(await readFile(path, 'utf8'));
    expect(labelsFingerprint).toMatch(/^[0-9a-f]{64}$/);
    await writeFile(path, JSON.stringify(older));
    const [started] = await run({ ...given, resume: true });
    expect(started).toMatchObject({ resumedFromStep: 2 });
  });

  it('resumes rmsprop exactly, whose average starts at one', async () => {
    const given = request({ ...eventful, epochs: 2, optimizer: 'rmsprop' });
    await run(given);
    const expected = await checkpoint('latest');
    await rm(directory, { recursive: true });
    await run(given, 3);
    await run({ ...given, resume: true });
    expect(await checkpoint('latest')).toEqual(expected);
  });

  it('refuses a checkpoint of another architecture and leaves it as it was', async () => {
    const given = request({ ...eventful, epochs: 1 });
    await run(given, 2);
    const before = await checkpoint('latest');
    const other = { ...tinyModel, name: 'other' };
    await expect(run({ ...given, architecture: other, resume: true })).rejects.toMatchObject({
      code: 'CHECKPOINT_MISMATCH',
      details: { expected: 'tiny', actual: 'other' },
    });
    expect(await checkpoint('latest')).toEqual(before);
  });

  it('refuses a damaged checkpoint and leaves the best one', async () => {
    const given = request({ ...eventful, epochs: 2 });
    await run(given, 6);
    const best = await checkpoint('best');
    for (const name of ['weights.bin', 'optimizer.bin', 'average.bin']) {
      await cp(join(directory, 'latest'), join(directory, 'kept'), { recursive: true });
      const path = join(directory, 'latest', name);
      const bytes = await readFile(path);
      bytes.writeUInt8(bytes.readUInt8(5) ^ 1, 5);
      await writeFile(path, bytes);
      await expect(run({ ...given, resume: true })).rejects.toMatchObject({
        code: 'CHECKPOINT_CORRUPT',
      });
      await rm(join(directory, 'latest'), { recursive: true });
      await rename(join(directory, 'kept'), join(directory, 'latest'));
    }
    expect(await checkpoint('best')).toEqual(best);
  });
});

describe('phases of a run', () => {
  const entries = async (kind: string) => {
    const { weights } = JSON.parse(
      await readFile(join(directory, kind, 'checkpoint.json'), 'utf8'),
    );
    const bytes = await readFile(join(directory, kind, 'weights.bin'));
    let at = 0;
    return new Map(
      (weights.entries as { name: string; shape: number[] }[]).map(({ name, shape }) => {
        const length = 4 * shape.reduce((product, n) => product * n, 1);
        at += length;
        return [name, bytes.subarray(at - length, at).toString('hex')];
      }),
    );
  };

  it('leave the frozen backbone and its statistics alone, then train it', async () => {
    const config = { ...eventful, averageDecay: null, epochs: 3, frozenEpochs: 2 };
    await run(request(config), 1);
    const first = await entries('latest');
    await run(request(config, { resume: true }), 8);
    const frozen = await entries('latest');
    await run(request(config, { resume: true }));
    const unfrozen = await entries('latest');
    for (const [name, bytes] of first) {
      const isHead = name.startsWith('dense');
      expect(frozen.get(name) === bytes).toBe(!isHead);
      expect(unfrozen.get(name) === frozen.get(name)).toBe(false);
    }
  });

  it('end early when the metric has not improved for as long as asked', async () => {
    // With next to no learning the first evaluation stays the best.
    const config = defaultTrainingConfig({
      ...{ batchSize: 4, maxStepsPerEpoch: 1, epochs: 9, learningRate: 1e-8 },
      ...{ earlyStopping: 2, schedule: 'constant' },
    });
    const events = await run(request(config));
    expect(events.at(-1)).toMatchObject({
      type: 'finished',
      reason: 'no improvement',
      step: 3,
      best: { step: 1 },
    });
    const again = await run(request(config, { resume: true }));
    expect(again.map(({ type }) => type)).toEqual(['started', 'finished']);
  });
});
