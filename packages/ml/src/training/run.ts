import type { Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { BackendOptions, BackendReport } from '../backend/report.ts';
import { MlError } from '../errors.ts';
import { openObjective } from '../losses/objective.ts';
import type { ModelDefinition } from '../models/definition.ts';
import { imagesToTrain } from '../samplers/labelGroups.ts';
import { requireSampler } from '../samplers/registry.ts';
import { type InitialWeightsSource, loadInitialWeights } from '../weights/initialWeights.ts';
import { backboneLayers } from './backbone.ts';
import { BatchStream } from './batchStream.ts';
import { NO_STRIKES } from './collapse.ts';
import type { TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';
import { Optimizer } from './optimizer.ts';
import { FRESH_PATIENCE } from './patience.ts';
import type { RunState } from './runState.ts';
import { openShards } from './shards/openShards.ts';
import { WeightAverage } from './weightAverage.ts';

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
  /**
   * What `config.initialWeights` stands for; a resumed run does not need it. Without it, `auto`
   * starts from random weights.
   */
  initialWeights?: InitialWeightsSource | undefined;
  /** Steps between writings of `latest` within an epoch; default 200. */
  checkpointEvery?: number;
  /** Threads that prepare images; the weights do not depend on it. */
  inputThreads?: number;
  /** An architecture of your own in place of the one that `config.model` names. */
  architecture?: ModelDefinition;
}

/** A run whose model, batches and threads are there; closeRun gives them back. */
export interface Run {
  request: TrainingRequest;
  backend: BackendReport;
  batches: BatchStream;
  backbone: LayersModel['layers'];
  state: RunState;
}

/**
 * Everything that the steps need, from the weights that training starts with.
 *
 * @throws {MlError} CONFIG_INVALID, LABELS_INVALID, WEIGHTS_* and nothing is left open
 */
export async function openRun(
  request: TrainingRequest,
  definition: ModelDefinition,
  backend: BackendReport,
): Promise<Run> {
  const { config, data } = request;
  // First those that may refuse the data, so that nothing is left open.
  const { takes, create } = requireSampler(config.sampler);
  const sampler = create(data, config);
  const source = { ...data, images: takes === 'labels' ? imagesToTrain(data) : data.train };
  const objective = openObjective(config, source, definition.embeddingDimension);
  const model = await startingModel(request, definition).catch((error: unknown) => {
    objective.dispose();
    throw error;
  });
  const batches = new BatchStream(config, data, sampler, request.inputThreads);
  const backbone = backboneLayers(model, definition);
  const ofBackbone = new Set(backbone.flatMap((layer) => layer.trainableWeights));
  const weights = model.trainableWeights.map((weight) => ({
    variable: weight.read() as Variable,
    isBackbone: ofBackbone.has(weight),
  }));
  for (const variable of objective.variables) weights.push({ variable, isBackbone: false });
  const optimizer = new Optimizer(config, weights, config.frozenEpochs * batches.perEpoch);
  const { averageDecay } = config;
  const inThreads = backend.name === 'wasm' && request.architecture === undefined;
  const shards = openShards(model, config, inThreads);
  const state: RunState = {
    ...{ definition, model, objective, optimizer },
    ...(shards && { shards }),
    ...(averageDecay !== null && { average: new WeightAverage(model, averageDecay) }),
    ...{ step: 0, epoch: 0, metrics: {} },
    progress: { patience: FRESH_PATIENCE, strikes: NO_STRIKES, epochsEnded: 0 },
  };
  return { request, backend, batches, backbone, state };
}

/** @throws {MlError} CONFIG_INVALID when weights are asked for that were not given */
async function startingModel(
  { config, initialWeights }: TrainingRequest,
  definition: ModelDefinition,
): Promise<LayersModel> {
  if (!initialWeights && ['imagenet', 'model'].includes(config.initialWeights)) {
    const field = 'initialWeights';
    const message = `initialWeights=${config.initialWeights} needs the weights themselves.`;
    throw new MlError('CONFIG_INVALID', message, { field });
  }
  const model = definition.build({ seed: config.seed });
  try {
    if (initialWeights) await loadInitialWeights(model, initialWeights);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Ends the threads of a run and frees its tensors. */
export async function closeRun({ batches, state }: Run): Promise<void> {
  await batches.close();
  await state.shards?.close();
  state.average?.dispose();
  state.optimizer.dispose();
  state.objective.dispose();
  state.model.dispose();
}
