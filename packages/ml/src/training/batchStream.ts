import { availableParallelism } from 'node:os';
import { type ImagePipeline, openImagePipeline } from '../images/imagePipeline.ts';
import { deriveSeed } from '../random.ts';
import type { SampledRows, Sampler } from '../samplers/sampler.ts';
import type { TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';
import { splitNames } from './settings/setting.ts';

/** One step's input. */
export interface TrainingBatch extends SampledRows {
  /** `[rows, size, size, 3]` in 0..1. */
  pixels: Float32Array;
}

/**
 * The batches of a run in order, prepared ahead of the step that needs them. A batch depends on the
 * settings, the data and its step alone, so that a resumed run sees the same images.
 */
export class BatchStream {
  readonly perEpoch: number;
  /** Of the whole run. */
  readonly steps: number;
  private readonly config: TrainingConfig;
  private readonly sampler: Sampler;
  private readonly pipeline: ImagePipeline;
  private readonly ahead: number;
  private readonly prepared = new Map<number, Promise<TrainingBatch>>();

  /** @param threads that prepare images; default all cores but one, at most four */
  constructor(
    config: TrainingConfig,
    data: TrainingData,
    sampler: Sampler,
    threads = spareCores(),
  ) {
    this.config = config;
    this.sampler = sampler;
    const { stepsPerEpoch } = sampler;
    this.perEpoch = Math.min(stepsPerEpoch, config.maxStepsPerEpoch ?? stepsPerEpoch);
    this.steps = this.perEpoch * config.epochs;
    this.pipeline = openImagePipeline(data.images, threads);
    this.ahead = threads + 1;
  }

  /** The batch of a step, counted from 0; steps are asked for in order. @throws {MlError} IMAGE_* */
  take(step: number): Promise<TrainingBatch> {
    for (let next = step; next <= step + this.ahead && next < this.steps; next++) {
      if (this.prepared.has(next)) continue;
      const batch = this.prepare(next);
      // Whoever takes it hears of a failure; until then it must not count as unhandled.
      batch.catch(() => undefined);
      this.prepared.set(next, batch);
    }
    const batch = this.prepared.get(step);
    this.prepared.delete(step);
    if (!batch) throw new RangeError(`There is no step ${step} in a run of ${this.steps}.`);
    return batch;
  }

  close(): Promise<void> {
    return this.pipeline.close();
  }

  private async prepare(step: number): Promise<TrainingBatch> {
    const { config, perEpoch } = this;
    const rows = this.sampler.sample(Math.floor(step / perEpoch), step % perEpoch);
    const pixels = await this.pipeline.prepare({
      indexes: rows.indexes,
      augmentations: splitNames(config.augmentation),
      seed: deriveSeed(config.seed, `augment ${step}`),
    });
    return { ...rows, pixels };
  }
}

function spareCores(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}
