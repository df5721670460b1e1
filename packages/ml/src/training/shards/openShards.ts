import { availableParallelism } from 'node:os';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { BackendName } from '../../backend/report.ts';
import { findCheckpoint, readManifest } from '../../checkpoints/checkpointFiles.ts';
import { readSavedConfig, type TrainingConfig } from '../config.ts';
import { LocalShards } from './localShards.ts';
import type { Shards } from './shard.ts';
import { ThreadShards } from './threadShards.ts';

/** Fewer images say too little of the mean and variance that a part is normalised by. */
const LEAST_IMAGES = 24;
/** Beyond it the loss and the optimizer, which stay on one thread, take most of a step. */
const MOST = 8;

/**
 * How many parts the batches of a run are divided into, where its settings leave it open: what a
 * resumed run began with, else on WASM as many as there are cores to work on them, and one
 * elsewhere, where the backend itself uses all that there is.
 *
 * @param latest folder of the run's last checkpoint, where it is to go on from it
 */
export async function chooseShards(
  { shards, batchSize }: TrainingConfig,
  backend: BackendName,
  latest: string | undefined,
): Promise<number> {
  if (shards !== null) return shards;
  const found = latest === undefined ? null : await findCheckpoint(latest);
  const saved = found === null ? null : readSavedConfig((await readManifest(found)).config).shards;
  if (saved !== null) return saved;
  if (backend !== 'wasm') return 1;
  const fitting = Math.floor((batchSize * 3) / LEAST_IMAGES);
  return Math.max(1, Math.min(availableParallelism(), fitting, MOST));
}

/**
 * Nothing for a batch that stays whole.
 *
 * @param inThreads whether a thread can build the model too: one that is registered, on WASM
 */
export function openShards(
  model: LayersModel,
  { model: name, embeddingDimension, seed, shards }: TrainingConfig,
  inThreads: boolean,
): Shards | undefined {
  if (shards === null || shards === 1) return undefined;
  const threads = inThreads ? Math.min(shards, availableParallelism()) : 1;
  if (threads === 1) return new LocalShards(model, shards);
  const data = { model: name, embeddingDimension, seed };
  return new ThreadShards(model, data, { count: shards, threads });
}
