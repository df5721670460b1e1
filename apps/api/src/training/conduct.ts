import { join } from 'node:path';
import {
  architecturePreprocessing,
  listModels,
  type Preprocessing,
  readSavedConfig,
  type TrainingConfig,
  type TrainingEvent,
  type TrainingRequest,
  train,
} from '@semblance/ml';
import type { TrainingRun } from '../../../../prisma/client/client.ts';
import { createDatasetStore } from '../datasets/store.ts';
import { AppError, cancelled, throwIfCancelled } from '../errors.ts';
import { figuresWithBaselines, type StoredReport } from '../evaluation/storedReport.ts';
import type { Services } from '../services.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';
import { initialWeightsOf } from './initialWeights.ts';
import { Phase } from './phase.ts';
import type { FromChild } from './protocol.ts';
import { Recorder } from './recorder.ts';
import type { TrainingStore } from './store.ts';
import { evaluateTest } from './testEvaluation.ts';
import { type LoadedTriplets, loadTriplets } from './trainingData.ts';

type Finished = Extract<TrainingEvent, { type: 'finished' }>;

export interface ConductRequest {
  run: TrainingRun;
  set: TripletSet;
  store: TrainingStore;
  services: Services;
  signal: AbortSignal;
  /** Tells the process that waits for this one. */
  tell: (message: FromChild) => void;
}

/**
 * One run from its row to a model version: decode, train (from `latest` if it is there), judge the
 * best checkpoint on TEST, register. Every stage leaves rows that others can watch.
 * @throws CANCELLED after `latest` was written; else what stopped it
 */
export async function conductRun(request: ConductRequest): Promise<void> {
  const { run, services, signal } = request;
  const config = readSavedConfig(run.config);
  const directory = join(services.storage.runsDir, run.id);
  const { backend: prefer, enableWebgpu, nativeDirectory } = services.env;
  const backend = { prefer, enableWebgpu, nativeDirectory };
  const phase = new Phase(request.store, run.id, request.tell);
  // Before anything is decoded: a machine without internet should not find out after minutes.
  const initialWeights = await initialWeightsOf(config, services, {
    signal,
    onProgress: (bytes) =>
      phase.set(`fetching ImageNet weights, ${Math.round(bytes / 2 ** 20)} MB`),
  });
  const loaded = await load(request, config, phase);
  phase.set('starting the backend');
  await phase.settled();
  const finished = await trainRun(request, loaded, { config, directory, backend, initialWeights });
  if (finished.reason === 'cancelled') throw cancelled('Training');
  const best = join(directory, finished.best ? 'best' : 'latest');
  const report = await evaluateTest({
    ...{ loaded, config, initialWeights, backend, signal, directory: best },
    onPhase: (name) => phase.set(name),
  });
  throwIfCancelled(signal, 'Training');
  phase.set('registering the model');
  await phase.settled();
  await register(request, finished, best, report);
}

async function load(
  request: ConductRequest,
  config: TrainingConfig,
  phase: Phase,
): Promise<LoadedTriplets> {
  const { run, set, store, services, signal } = request;
  phase.set('reading triplets');
  const images = createDatasetStore(services.database);
  const deps = { images, ...services, dataDir: services.env.dataDir };
  const loaded = await loadTriplets(deps, set, {
    preprocessing: preprocessingFor(config.model),
    signal,
    onProgress: (done, total) => phase.set('decoding images', done, total),
  });
  await store.update(run.id, { dataFingerprint: loaded.data.fingerprint });
  if (loaded.skippedImages > 0) {
    const { skippedImages, skippedTriplets } = loaded;
    services.logger.warn({ trainingRunId: run.id, skippedImages, skippedTriplets }, 'skipped');
  }
  return loaded;
}

async function trainRun(
  request: ConductRequest,
  loaded: LoadedTriplets,
  how: Pick<TrainingRequest, 'config' | 'directory' | 'backend' | 'initialWeights'>,
): Promise<Finished> {
  const { run, store, services, signal, tell } = request;
  const recorder = new Recorder(store, run.id, services.env.dataDir);
  const { data } = loaded;
  for await (const event of train({ ...how, data, resume: true, signal })) {
    await recorder.record(event);
    tell({ type: 'event', event });
    if (event.type === 'started') await recordSkipped(store, run.id, loaded);
    if (event.type === 'finished') return event;
  }
  throw new AppError('INTERNAL', 'Training ended without saying how.');
}

/** Where nothing was skipped there is no such metric. */
async function recordSkipped(
  store: TrainingStore,
  runId: string,
  { skippedImages, skippedTriplets }: LoadedTriplets,
): Promise<void> {
  if (skippedImages === 0) return;
  const at = { split: 'TRAIN', step: 0, epoch: 0 } as const;
  await store.insertMetrics(runId, [
    { ...at, name: 'skippedImages', value: skippedImages },
    { ...at, name: 'skippedTriplets', value: skippedTriplets },
  ]);
}

async function register(
  request: ConductRequest,
  finished: Finished,
  checkpointDirectory: string,
  report: StoredReport | null,
): Promise<void> {
  const { run, set, store, services } = request;
  const { step = finished.step, epoch = run.totalEpochs } = finished.best ?? {};
  const figures = report ? figuresWithBaselines(report) : {};
  const rows = Object.entries(figures).map(([name, value]) => ({ name, value }));
  await store.insertMetrics(
    run.id,
    rows.map((row) => ({ ...row, split: 'TEST' as const, step, epoch })),
  );
  const model = await services.embeddings.models.register({
    name: run.name,
    trainingRunId: run.id,
    checkpointDirectory,
  });
  if (report) {
    const of = { modelVersionId: model.id, tripletSetId: set.id, split: 'TEST' } as const;
    await services.evaluation.record(of, report);
  }
}

/** Decoded for training exactly as it will be for serving. */
function preprocessingFor(model: string): Preprocessing {
  const summary = listModels().find(({ name }) => name === model);
  if (!summary) throw new AppError('MODEL_UNKNOWN', `There is no model ${model}.`, { model });
  return architecturePreprocessing(summary);
}
