import { join } from 'node:path';
import type { Variable } from '@tensorflow/tfjs-core';
import { openBackend } from '../backend/open.ts';
import type { BackendOptions, BackendReport } from '../backend/report.ts';
import { prepareImages } from '../images/prepareImages.ts';
import { countParameters } from '../models/parameters.ts';
import { requireModel } from '../models/registry.ts';
import { deriveSeed } from '../random.ts';
import { batchIndexes, epochOrder, stepsPerEpoch } from './batches.ts';
import { CollapseGuard } from './collapse.ts';
import { parseTrainingConfig, type TrainingConfig } from './config.ts';
import { requireTrainable, type TrainingData } from './data.ts';
import { bestMetricOf, evaluateModel } from './evaluate.ts';
import type { TrainingEvent } from './events.ts';
import { Optimizer } from './optimizer.ts';
import { type RunState, restoreState, saveState } from './runState.ts';
import { learningRateAt } from './schedule.ts';
import { splitNames } from './settings/setting.ts';
import { trainStep } from './step.ts';

export interface TrainingRequest {
  config: TrainingConfig;
  data: TrainingData;
  /** Where `latest` and `best` are kept; one folder a run. */
  directory: string;
  /** Go on from `latest` if it is there. */
  resume?: boolean;
  /** Aborting finishes the step, writes `latest` and ends with reason `cancelled`. */
  signal?: AbortSignal;
  backend?: BackendOptions;
  /** Steps between writings of `latest` within an epoch; default 200. */
  checkpointEvery?: number;
}

interface Run {
  request: TrainingRequest;
  backend: BackendReport;
  perEpoch: number;
  steps: number;
  state: RunState;
}

/**
 * Trains a model, telling what happens as it goes. The same seed, data and configuration on the
 * same backend give the same weights, resumed or not.
 *
 * @throws {MlError} CONFIG_INVALID, TRIPLETS_EMPTY, TRIPLETS_INVALID, MODEL_UNKNOWN,
 *   LOSS_NOT_FINITE, EMBEDDINGS_COLLAPSED, CHECKPOINT_MISMATCH, CHECKPOINT_CORRUPT, DISK_FULL
 */
export async function* train(request: TrainingRequest): AsyncGenerator<TrainingEvent> {
  const config = parseTrainingConfig(request.config);
  const definition = requireModel(config.model);
  requireTrainable(request.data, definition.inputSize);
  const backend = await openBackend(request.backend);
  const model = definition.build({ seed: config.seed });
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const optimizer = new Optimizer(config.optimizer, variables);
  const state: RunState = { definition, model, optimizer, step: 0, epoch: 0, metrics: {} };
  const perEpoch = stepsPerEpoch(config, request.data.train.length / 3);
  const steps = perEpoch * config.epochs;
  try {
    yield* runEpochs({ request: { ...request, config }, backend, perEpoch, steps, state });
  } finally {
    optimizer.dispose();
    model.dispose();
  }
}

async function* runEpochs(run: Run): AsyncGenerator<TrainingEvent> {
  const { request, state, perEpoch, steps } = run;
  const { config, data, directory, signal } = request;
  const latest = join(directory, 'latest');
  const resumed = request.resume ? await restoreState(latest, state, request) : false;
  yield {
    type: 'started',
    backend: run.backend,
    parameters: countParameters(state.model),
    steps,
    epochs: config.epochs,
    ...(resumed && { resumedFromStep: state.step }),
  };
  const guard = new CollapseGuard();
  let order: Uint32Array | undefined;
  while (state.step < steps) {
    if (signal?.aborted) {
      yield* save(run, 'LATEST');
      yield { type: 'finished', step: state.step, best: state.best, reason: 'cancelled' };
      return;
    }
    const epoch = Math.floor(state.step / perEpoch);
    const within = state.step % perEpoch;
    if (within === 0 || !order) order = epochOrder(config.seed, epoch, data.train.length / 3);
    const started = performance.now();
    const indexes = batchIndexes(data.train, config, order, within);
    const pixels = await prepareImages(data.images, {
      indexes,
      augmentations: splitNames(config.augmentation),
      seed: deriveSeed(config.seed, `augment ${state.step}`),
    });
    const batch = { indexes, pixels };
    const rate = learningRateAt(config, state.step, steps);
    const { model, optimizer } = state;
    const step = state.step + 1;
    const result = await trainStep(model, optimizer, config, data, batch, step, rate);
    state.step = step;
    state.epoch = epoch + 1;
    guard.observe(step, result.spread, result.activeShare);
    yield {
      type: 'step',
      step,
      epoch: state.epoch,
      loss: result.loss,
      activeShare: result.activeShare,
      imagesPerSecond: (batch.indexes.length * 1000) / (performance.now() - started),
      learningRate: rate,
    };
    await new Promise((resolve) => setImmediate(resolve));
    if (within === perEpoch - 1) yield* endEpoch(run);
    else if (step % (request.checkpointEvery ?? 200) === 0) yield* save(run, 'LATEST');
  }
  yield { type: 'finished', step: state.step, best: state.best, reason: 'completed' };
}

/** Evaluates where due, keeps the best, and writes the latest. */
async function* endEpoch(run: Run): AsyncGenerator<TrainingEvent> {
  const { request, state, steps } = run;
  const { config, data } = request;
  if (state.epoch % config.evaluateEvery === 0 || state.step === steps) {
    state.metrics = await evaluateModel(state.model, data, state.definition.embeddingDimension);
    const { step, epoch, metrics } = state;
    yield { type: 'evaluated', step, epoch, split: 'VAL', metrics };
    const metric = bestMetricOf(config.bestMetric, metrics);
    const value = metrics[metric] as number;
    if (!state.best || value > state.best.value) {
      state.best = { step, epoch, metric, value };
      yield* save(run, 'BEST');
    }
  }
  yield* save(run, 'LATEST');
}

async function* save(run: Run, kind: 'LATEST' | 'BEST'): AsyncGenerator<TrainingEvent> {
  const { request, state, backend } = run;
  const path = join(request.directory, kind === 'BEST' ? 'best' : 'latest');
  await saveState(path, kind, state, { ...request, backend: backend.name });
  yield { type: 'checkpointed', step: state.step, kind, path };
}
