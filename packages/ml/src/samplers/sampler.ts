/** Where the images of a step come from. */
export const SAMPLER_NAMES = ['triplets', 'fixed-order', 'p-x-k', 'category-balanced'] as const;
export type SamplerName = (typeof SAMPLER_NAMES)[number];

export const LONE_LABEL_RULES = ['refuse', 'leave-out'] as const;
export type LoneLabelRule = (typeof LONE_LABEL_RULES)[number];

export interface SamplerSettings {
  sampler: SamplerName;
  /** Triplets in a step; samplers of labels take three times as many images. */
  batchSize: number;
  /** K: images of one label in a step. */
  imagesPerLabel: number;
  /** Categories that a step is limited to. */
  categoriesPerBatch: number;
  /** What to do with labels of one image, which have no positive. */
  loneLabels: LoneLabelRule;
  seed: number;
}

export interface SamplerSource {
  /** Three image indexes a triplet. */
  train: Uint32Array;
  /** Images to train on by label; those that the triplets show where absent. */
  trainImages?: Uint32Array;
  /** One label an image. */
  labels?: readonly string[];
  /** One broader label an image. */
  categories?: readonly string[];
}

/** The images of a step. */
export interface SampledRows {
  /** One image index a row. */
  indexes: Uint32Array;
  /** n queries, then their positives, then their negatives; or images whose labels relate them. */
  layout: 'triplets' | 'labels';
}

export interface Sampler {
  stepsPerEpoch: number;
  /** Rows of a step, both counted from 0; depends on the seed and these two alone. */
  sample(epoch: number, step: number): SampledRows;
}

export interface SamplerDefinition {
  name: SamplerName;
  description: string;
  /** Whether it takes triplets as given, or labels alone. */
  takes: SampledRows['layout'];
  /** @throws {MlError} CONFIG_INVALID, TRIPLETS_EMPTY, LABELS_INVALID */
  create(source: SamplerSource, settings: SamplerSettings): Sampler;
}
