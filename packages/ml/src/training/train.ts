import { openBackend } from '../backend/open.ts';
import { checkpointFolder } from '../checkpoints/checkpointFolder.ts';
import { isMlError } from '../errors.ts';
import { withDimension } from '../models/defineModel.ts';
import { countParameters } from '../models/parameters.ts';
import { requireModel } from '../models/registry.ts';
import { requireSampler } from '../samplers/registry.ts';
import { freezeStatistics } from './backbone.ts';
import type { TrainingBatch } from './batchStream.ts';
import { warningOf, watchCollapse } from './collapse.ts';
import { parseTrainingConfig } from './config.ts';
import { requireTrainable } from './data.ts';
import { bestMetricOf, evaluateModel } from './evaluate.ts';
import type { FinishReason, TrainingEvent } from './events.ts';
import { afterEvaluation, isExhausted } from './patience.ts';
import { requireTwoLabels } from './requireTwoLabels.ts';
import { closeRun, openRun, type Run, type TrainingRequest } from './run.ts';
import { restoreState, saveState } from './runState.ts';
import { learningRateAt } from './schedule.ts';
import { chooseShards } from './shards/openShards.ts';
import { trainStep } from './step.ts';

/**
 * Trains a model, telling what happens as it goes. The same seed, data and configuration on the
 * same backend give the same weights, resumed or not.
 *
 * @throws {MlError} CONFIG_INVALID, TRIPLETS_EMPTY, TRIPLETS_INVALID, LABELS_INVALID, MODEL_UNKNOWN,
 *   IMAGE_* for an image that can no longer be read (after `latest` was written), LOSS_NOT_FINITE,
 *   EMBEDDINGS_COLLAPSED, TRAINING_THREAD_LOST, CHECKPOINT_MISMATCH, CHECKPOINT_CORRUPT, DISK_FULL
 */
export async function* train(request: TrainingRequest): AsyncGenerator<TrainingEvent> {
  const asked = parseTrainingConfig(request.config);
  const architecture = request.architecture ?? requireModel(asked.model);
  const definition = withDimension(architecture, asked.embeddingDimension);
  requireTrainable(request.data, definition.inputSize, requireSampler(asked.sampler).takes);
  requireTwoLabels(request.data, asked);
  const backend = await openBackend(request.backend);
  const latest = request.resume ? checkpointFolder(request.directory, 'LATEST') : undefined;
  const config = { ...asked, shards: await chooseShards(asked, backend.name, latest) };
  const run = await openRun({ ...request, config }, definition, backend);
  try {
    yield* runSteps(run);
  } finally {
    await closeRun(run);
  }
}

async function* runSteps(run: Run): AsyncGenerator<TrainingEvent> {
  const { request, state, batches } = run;
  const { config, directory, signal } = request;
  const { steps, perEpoch } = batches;
  const latest = checkpointFolder(directory, 'LATEST');
  const resumed = request.resume
    ? await restoreState(latest, state, { ...request, perEpoch })
    : false;
  yield {
    type: 'started',
    backend: run.backend,
    parameters: countParameters(state.model),
    steps,
    epochs: config.epochs,
    shards: config.shards ?? 1,
    threads: Math.max(1, state.shards?.threads ?? 1),
    ...(resumed && { resumedFromStep: state.step }),
  };
  const finished = (reason: FinishReason) =>
    ({ type: 'finished', step: state.step, best: state.best, reason }) as const;
  while (true) {
    if (state.progress.epochsEnded < Math.floor(state.step / perEpoch)) yield* endEpoch(run);
    if (state.step === steps) return yield finished('completed');
    if (isExhausted(state.progress.patience, config)) return yield finished('no improvement');
    if (signal?.aborted) {
      yield await save(run, 'LATEST');
      return yield finished('cancelled');
    }
    const started = performance.now();
    const batch = yield* savingFirst(run, () => batches.take(state.step));
    yield yield* savingFirst(run, () => oneStep(run, batch, started));
    await new Promise((resolve) => setImmediate(resolve));
    const isDue = state.step % (request.checkpointEvery ?? 200) === 0;
    if (isDue && state.step % perEpoch !== 0) yield await save(run, 'LATEST');
  }
}

/** Work that may fail through no fault of the weights: `latest` is written first. */
async function* savingFirst<T>(run: Run, work: () => Promise<T>): AsyncGenerator<TrainingEvent, T> {
  try {
    return await work();
  } catch (error) {
    const isBlameless =
      isMlError(error) &&
      (error.code.startsWith('IMAGE_') || error.code === 'TRAINING_THREAD_LOST');
    if (isBlameless && run.state.step > 0) yield await save(run, 'LATEST');
    throw error;
  }
}

/** @param started when the step began to wait for its batch, in milliseconds */
async function oneStep(run: Run, batch: TrainingBatch, started: number): Promise<TrainingEvent> {
  const { request, state, batches, backbone } = run;
  const { config, data } = request;
  const { optimizer, progress } = state;
  const { steps, perEpoch } = batches;
  const waited = performance.now() - started;
  const { lowered } = progress.patience;
  const learningRate = learningRateAt(config, { step: state.step, steps, perEpoch, lowered });
  const step = state.step + 1;
  freezeStatistics(backbone, optimizer.isFrozen(step));
  const result = await trainStep(state, config, data, batch, step, learningRate);
  state.average?.update(step);
  state.step = step;
  state.epoch = Math.ceil(step / perEpoch);
  progress.strikes = watchCollapse(progress.strikes, step, result);
  const warning = warningOf(progress.strikes);
  const milliseconds = performance.now() - started;
  return {
    type: 'step',
    step,
    epoch: state.epoch,
    ...result,
    learningRate,
    imagesPerSecond: (batch.indexes.length * 1000) / milliseconds,
    seconds: milliseconds / 1000,
    inputShare: waited / milliseconds,
    ...(warning && { warning }),
  };
}

/** Evaluates where due, keeps the best, and writes the latest. */
async function* endEpoch(run: Run): AsyncGenerator<TrainingEvent> {
  const { request, state, batches } = run;
  const { config } = request;
  if (state.epoch % config.evaluateEvery === 0 || state.step === batches.steps) {
    const judged = () => (state.average ? state.average.during(() => judge(run)) : judge(run));
    const events = yield* savingFirst(run, judged);
    yield* events;
  }
  state.progress.epochsEnded = state.epoch;
  yield await save(run, 'LATEST');
}

/** Evaluates the model as it is now and keeps it if it is the best so far. */
async function judge(run: Run): Promise<TrainingEvent[]> {
  const { request, state } = run;
  const { config, data } = request;
  const { step, epoch, definition } = state;
  const metrics = await evaluateModel(state.model, data, definition.embeddingDimension);
  state.metrics = metrics;
  const evaluated = { type: 'evaluated', step, epoch, split: 'VAL', metrics } as const;
  const metric = bestMetricOf(config.bestMetric, metrics);
  const value = metrics[metric] as number;
  const isBest = !state.best || value > state.best.value;
  state.progress.patience = afterEvaluation(state.progress.patience, isBest, config);
  if (!isBest) return [evaluated];
  state.best = { step, epoch, metric, value };
  return [evaluated, await save(run, 'BEST')];
}

async function save(run: Run, kind: 'LATEST' | 'BEST'): Promise<TrainingEvent> {
  const { request, state, backend } = run;
  const path = checkpointFolder(request.directory, kind);
  await saveState(path, kind, state, { ...request, backend: backend.name });
  return { type: 'checkpointed', step: state.step, kind, path };
}
