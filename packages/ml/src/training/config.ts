import { MlError } from '../errors.ts';
import { LOSS_NAMES, type LossName } from '../losses/loss.ts';
import { MINING_NAMES, type MiningName } from '../losses/miners.ts';
import { listModels } from '../models/registry.ts';

export const OPTIMIZER_NAMES = ['adam', 'sgd-nesterov', 'rmsprop'] as const;
export type OptimizerName = (typeof OPTIMIZER_NAMES)[number];

export const SCHEDULE_NAMES = ['cosine', 'constant'] as const;
export type ScheduleName = (typeof SCHEDULE_NAMES)[number];

export const BEST_METRICS = [
  'auto',
  'tripletAccuracy',
  'precisionAt10',
  'recallAt1',
  'mapAtR',
] as const;
export type BestMetric = (typeof BEST_METRICS)[number];

/** Everything that decides a training run beside its data. */
export interface TrainingConfig {
  model: string;
  loss: LossName;
  /** For triplet-hinge and contrastive, in units of distance between unit vectors (0..2). */
  margin: number;
  /** For softmax. */
  temperature: number;
  /** Negatives from the rest of the batch; needs labels in the data, without which it is off. */
  mining: MiningName;
  /**
   * How much a mined negative of the anchor's own category counts, 0 to 1; needs categories in the
   * data. Low favours finding the same kind of product, high telling its variants apart.
   */
  sameCategoryWeight: number;
  optimizer: OptimizerName;
  learningRate: number;
  /** Decoupled weight decay (Loshchilov and Hutter 2019) of kernels, per unit of learning rate. */
  weightDecay: number;
  schedule: ScheduleName;
  /** Share of all steps over which the learning rate rises from zero. */
  warmupShare: number;
  epochs: number;
  /** Triplets in a step; three times as many images go through the model. */
  batchSize: number;
  /** Fewer steps than an epoch has; null for all. */
  maxStepsPerEpoch: number | null;
  augment: boolean;
  seed: number;
  /** Epochs between evaluations; the last epoch is always evaluated. */
  evaluateEvery: number;
  /** Decides which checkpoint is best; `auto` takes precisionAt10 where products are held out. */
  bestMetric: BestMetric;
}

/** The recipe for `mildnet-nano` (figures in docs/BENCHMARKS.md), with your changes applied. */
export function defaultTrainingConfig(overrides: Partial<TrainingConfig> = {}): TrainingConfig {
  return {
    model: 'mildnet-nano',
    loss: 'softmax',
    margin: 0.2,
    temperature: 0.1,
    mining: 'all',
    sameCategoryWeight: 0.3,
    optimizer: 'adam',
    learningRate: 0.002,
    weightDecay: 0.01,
    schedule: 'cosine',
    warmupShare: 0.05,
    epochs: 10,
    batchSize: 32,
    maxStepsPerEpoch: 100,
    augment: true,
    seed: 1,
    evaluateEvery: 1,
    bestMetric: 'auto',
    ...overrides,
  };
}

/**
 * A whole configuration from untrusted JSON; what is absent takes its default.
 *
 * @throws {MlError} CONFIG_INVALID naming the field.
 */
export function parseTrainingConfig(json: unknown): TrainingConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new MlError('CONFIG_INVALID', 'A training configuration must be a JSON object.');
  }
  const defaults = defaultTrainingConfig();
  for (const field of Object.keys(json)) {
    if (!(field in defaults))
      refuse(field, `is not a setting; known are ${Object.keys(defaults).join(', ')}`);
  }
  const config = { ...defaults, ...json };
  const model = listModels().map(({ name }) => name);
  requireOneOf(config, 'model', model);
  requireOneOf(config, 'loss', LOSS_NAMES);
  requireOneOf(config, 'mining', MINING_NAMES);
  requireOneOf(config, 'optimizer', OPTIMIZER_NAMES);
  requireOneOf(config, 'schedule', SCHEDULE_NAMES);
  requireOneOf(config, 'bestMetric', BEST_METRICS);
  requireNumber(config, 'margin', 0, 2);
  requireNumber(config, 'temperature', 0.001, 10);
  requireNumber(config, 'sameCategoryWeight', 0, 1);
  requireNumber(config, 'learningRate', 1e-8, 10);
  requireNumber(config, 'weightDecay', 0, 1);
  requireNumber(config, 'warmupShare', 0, 1);
  requireWhole(config, 'epochs', 1, 10_000);
  requireWhole(config, 'batchSize', 1, 4096);
  requireWhole(config, 'evaluateEvery', 1, 10_000);
  requireWhole(config, 'seed', 0, 0xffffffff);
  if (config.maxStepsPerEpoch !== null) requireWhole(config, 'maxStepsPerEpoch', 1, 10_000_000);
  if (typeof config.augment !== 'boolean') refuse('augment', 'must be true or false');
  return config;
}

type Field = keyof TrainingConfig;

function requireOneOf(config: TrainingConfig, field: Field, allowed: readonly string[]): void {
  const value: unknown = config[field];
  if (typeof value !== 'string' || !allowed.includes(value)) {
    refuse(field, `must be one of ${allowed.join(', ')}`);
  }
}

function requireNumber(config: TrainingConfig, field: Field, low: number, high: number): void {
  const value: unknown = config[field];
  if (typeof value !== 'number' || !(value >= low && value <= high)) {
    refuse(field, `must be a number from ${low} to ${high}`);
  }
}

function requireWhole(config: TrainingConfig, field: Field, low: number, high: number): void {
  requireNumber(config, field, low, high);
  if (!Number.isInteger(config[field])) refuse(field, 'must be a whole number');
}

function refuse(field: string, why: string): never {
  throw new MlError('CONFIG_INVALID', `${field} ${why}.`, { field });
}
