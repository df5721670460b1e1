import { MlError } from '../../errors.ts';
import type { LossName } from '../../losses/loss.ts';
import type { ModelStatus } from '../../models/definition.ts';
import { listModels } from '../../models/registry.ts';
import type { TrainingConfig } from '../config.ts';
import { ABLATION_JOBS } from './ablation.ts';
import { COMPARISON_JOBS } from './comparison.ts';
import type { JobFile, PublishedJob, PublishedLossName } from './job.ts';
import { LOW_FEATURE_JOBS } from './lowFeatures.ts';
import { OTHER_LOSS_JOBS } from './otherLosses.ts';
import { OTHER_VARIANT_JOBS } from './otherVariants.ts';

/** A configuration that can be run by name. */
export interface NamedConfiguration {
  name: string;
  status: Exclude<ModelStatus, 'ours'>;
  /** The published job that it comes from. */
  job: PublishedJob;
  description: string;
  /** The settings that differ from the defaults. */
  config: Partial<TrainingConfig>;
  /** What to know before running it. */
  notes: readonly string[];
}

/** The 25 published jobs. */
export const PUBLISHED_JOBS: readonly PublishedJob[] = [
  ...COMPARISON_JOBS,
  ...ABLATION_JOBS,
  ...LOW_FEATURE_JOBS,
  ...OTHER_LOSS_JOBS,
  ...OTHER_VARIANT_JOBS,
];

/** What the published loop does in every job: each image augmented, nothing scheduled or mined. */
const LOOP = {
  schedule: 'constant',
  warmupShare: 0,
  weightDecay: 0,
  mining: 'none',
  facetWeight: 0,
  maxStepsPerEpoch: null,
  augmentation: 'published',
  bestMetric: 'tripletAccuracy',
} as const satisfies Partial<TrainingConfig>;

const LOSSES: Record<PublishedLossName, { published: LossName; intended: LossName }> = {
  hinge_loss: { published: 'hinge-published', intended: 'triplet-hinge' },
  hinge_new_loss: { published: 'hinge-new-published', intended: 'triplet-hinge' },
  contrastive_loss: { published: 'contrastive-published', intended: 'contrastive' },
  lossless_loss: { published: 'lossless-published', intended: 'lossless' },
  angular_loss_1: { published: 'angular-1-published', intended: 'angular' },
  angular_loss_2: { published: 'angular-2-published', intended: 'angular-n-pair' },
};

/** Each job as published and as intended. */
export function listConfigurations(): NamedConfiguration[] {
  return PUBLISHED_JOBS.flatMap((job) => [asPublished(job), asIntended(job)]);
}

/** The configuration of that name. @throws {MlError} CONFIG_INVALID */
export function requireConfiguration(name: string): NamedConfiguration {
  const all = listConfigurations();
  const found = all.find((each) => each.name === name);
  if (found) return found;
  const known = all.map((each) => each.name);
  const message = `There is no configuration "${name}"; choose one of ${known.join(', ')}.`;
  throw new MlError('CONFIG_INVALID', message, { field: 'configuration', known });
}

/** The published formulas, order of triplets and network, their defects included. */
function asPublished(job: PublishedJob): NamedConfiguration {
  const { name, description, file, notes = [] } = job;
  const { loss } = file;
  return {
    ...{ name, job, description, notes, status: 'as published' },
    config: {
      ...fromFile(file),
      model: file.model_id,
      loss: LOSSES[loss].published,
      sampler: 'fixed-order',
      imagenetInput: 'as-published',
    },
  };
}

/**
 * The same recipe without the defects: corrected loss and network, ImageNet's weights fed what they
 * were trained on, triplets in a new order.
 */
function asIntended(job: PublishedJob): NamedConfiguration {
  const { name, description, file } = job;
  const models = listModels().map((model) => model.name);
  const model = `${file.model_id}_intended`;
  const loss = LOSSES[file.loss].intended;
  const notes =
    file.loss === 'hinge_new_loss'
      ? ['The plain hinge stands for this one, which also parts positive and negative.']
      : [];
  return {
    ...{ name: `${name}_intended`, job, description, notes, status: 'as intended' },
    config: {
      ...fromFile(file),
      model: models.includes(model) ? model : file.model_id,
      loss,
      imagenetInput: 'as-intended',
      ...(['triplet-hinge', 'contrastive'].includes(loss) && { margin: 1 }),
    },
  };
}

function fromFile(file: JobFile): Partial<TrainingConfig> {
  return {
    ...LOOP,
    optimizer: file.optimizer === 'mo' ? 'sgd-nesterov' : 'rmsprop',
    learningRate: file.lr,
    epochs: file.train_epocs,
    batchSize: file.batch_size,
  };
}
