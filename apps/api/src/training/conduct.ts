import { join } from 'node:path';
import {
  architecturePreprocessing,
  checkpointFolder,
  listModels,
  type Preprocessing,
  readSavedConfig,
  type TrainingConfig,
  type TrainingEvent,
  type TrainingRequest,
  train,
} from '@semblance/ml';
import { createDatasetStore } from '../datasets/store.ts';
import { backendOptions } from '../env.ts';
import { AppError, cancelled, throwIfCancelled } from '../errors.ts';
import { headlinesByBaseline } from '../evaluation/figures.ts';
import type { StoredReport } from '../evaluation/storedReport.ts';
import type { Claim } from '../jobs/jobRow.ts';
import type { Services } from '../services.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';
import { initialWeightsOf } from './initialWeights.ts';
import { createPhaseTeller, type TellPhase } from './phaseTeller.ts';
import type { FromChild } from './protocol.ts';
import { Recorder } from './recorder.ts';
import { createTrainingStore, type TrainingStore } from './store.ts';
import { evaluateTest } from './testEvaluation.ts';
import { type LoadedTriplets, loadTriplets } from './trainingData.ts';
import type { TrainingRun } from './trainingRun.ts';

type Finished = Extract<TrainingEvent, { type: 'finished' }>;

export interface ConductRequest {
  /** The right to the run's row. */
  claim: Claim;
  services: Services;
  signal: AbortSignal;
  /** Tells the process that waits for this one. */
  tell: (message: FromChild) => void;
}

/** What every stage of a run is given. */
interface Conduct extends ConductRequest {
  run: TrainingRun;
  set: TripletSet;
  store: TrainingStore;
  tellPhase: TellPhase;
}

/**
 * One run from its row to a model version: decode, train (from `latest` if it is there), judge the
 * best checkpoint on TEST, register. Every stage leaves rows that others can watch.
 * @throws CANCELLED after `latest` was written; CONFLICT when another process has the run; else what
 *   stopped it
 */
export async function conductRun(request: ConductRequest): Promise<void> {
  const { services, signal, claim } = request;
  const run = await services.training.requireRun(claim.id);
  const set = await services.triplets.requireSet(run.tripletSetId);
  const store = createTrainingStore(services.database);
  const tellPhase = createPhaseTeller(request.tell);
  const conduct = { ...request, run, set, store, tellPhase };
  const config = readSavedConfig(run.config);
  const directory = join(services.storage.runsDir, run.id);
  const backend = backendOptions(services.env);
  // Before anything is decoded: a machine without internet should not find out after minutes.
  const initialWeights = await initialWeightsOf(config, services, {
    signal,
    onProgress: (bytes) =>
      tellPhase(`fetching ImageNet weights, ${Math.round(bytes / 2 ** 20)} MB`),
  });
  const loaded = await load(conduct, config);
  tellPhase('starting the backend');
  const finished = await trainRun(conduct, loaded, { config, directory, backend, initialWeights });
  if (finished.reason === 'cancelled') throw cancelled('Training');
  const best = checkpointFolder(directory, finished.best ? 'BEST' : 'LATEST');
  const report = await evaluateTest({
    ...{ loaded, config, initialWeights, backend, signal, directory: best },
    onPhase: tellPhase,
  });
  throwIfCancelled(signal, 'Training');
  tellPhase('registering the model');
  // Nothing that others see is made of a run that another process has by now.
  await store.update(claim, { warning: null });
  await register(conduct, finished, best, report);
}

async function load(
  { run, claim, set, store, services, signal, tellPhase }: Conduct,
  config: TrainingConfig,
): Promise<LoadedTriplets> {
  tellPhase('reading triplets');
  const images = createDatasetStore(services.database);
  const deps = { images, ...services, dataDir: services.env.dataDir };
  const loaded = await loadTriplets(deps, set, {
    preprocessing: preprocessingFor(config.model),
    signal,
    onProgress: (done, total) => tellPhase('decoding images', done, total),
  });
  await store.update(claim, { dataFingerprint: loaded.data.fingerprint });
  const { skippedImages, skippedTriplets, sharedImages } = loaded;
  if (skippedImages > 0 || sharedImages > 0) {
    const counts = { skippedImages, skippedTriplets, sharedImages };
    services.logger.warn({ trainingRunId: run.id, ...counts }, 'images were left out');
  }
  return loaded;
}

async function trainRun(
  { run, claim, store, services, signal, tell }: Conduct,
  loaded: LoadedTriplets,
  how: Pick<TrainingRequest, 'config' | 'directory' | 'backend' | 'initialWeights'>,
): Promise<Finished> {
  const recorder = new Recorder(store, claim, services.env.dataDir);
  const { data } = loaded;
  for await (const event of train({ ...how, data, resume: true, signal })) {
    await recorder.record(event);
    tell({ type: 'event', event });
    if (event.type === 'started') await recordLeftOut(store, run.id, loaded);
    if (event.type === 'finished') return event;
  }
  throw new AppError('INTERNAL', 'Training ended without saying how.');
}

/** Where nothing was left out there is no such metric. */
async function recordLeftOut(
  store: TrainingStore,
  runId: string,
  { skippedImages, skippedTriplets, sharedImages }: LoadedTriplets,
): Promise<void> {
  const at = { split: 'TRAIN', step: 0, epoch: 0 } as const;
  const counts = { skippedImages, skippedTriplets, sharedImages };
  const rows = Object.entries(counts).map(([measure, value]) => ({ ...at, measure, value }));
  await store.insertMetrics(
    runId,
    rows.filter(({ value }) => value > 0),
  );
}

async function register(
  { run, set, store, services }: Conduct,
  finished: Finished,
  checkpointDirectory: string,
  report: StoredReport | null,
): Promise<void> {
  const { step = finished.step, epoch = run.totalEpochs } = finished.best ?? {};
  const at = { split: 'TEST', step, epoch } as const;
  const figures = (report ? headlinesByBaseline(report) : []).flatMap(([baseline, metrics]) =>
    Object.entries(metrics).map(([measure, value]) => ({ ...at, measure, baseline, value })),
  );
  await store.insertMetrics(run.id, figures);
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
