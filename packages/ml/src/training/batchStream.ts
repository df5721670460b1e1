import { availableParallelism } from 'node:os';
import { type ImagePipeline, openImagePipeline } from '../images/imagePipeline.ts';
import { deriveSeed } from '../random.ts';
import { type Batch, batchIndexes, epochOrder, stepsPerEpoch } from './batches.ts';
import type { TrainingConfig } from './config.ts';
import type { TrainingData } from './data.ts';
import { splitNames } from './settings/setting.ts';

/**
 * The batches of a run in order, prepared ahead of the step that needs them. A batch depends on the
 * settings, the data and its step alone, so that a resumed run sees the same images.
 */
export class BatchStream {
  readonly perEpoch: number;
  /** Of the whole run. */
  readonly steps: number;
  private readonly config: TrainingConfig;
  private readonly data: TrainingData;
  private readonly pipeline: ImagePipeline;
  private readonly ahead: number;
  private readonly prepared = new Map<number, Promise<Batch>>();
  private epoch = -1;
  private order: Uint32Array = new Uint32Array();

  /** @param threads that prepare images; default all cores but one, at most four */
  constructor(config: TrainingConfig, data: TrainingData, threads = spareCores()) {
    this.config = config;
    this.data = data;
    this.perEpoch = stepsPerEpoch(config, data.train.length / 3);
    this.steps = this.perEpoch * config.epochs;
    this.pipeline = openImagePipeline(data.images, threads);
    this.ahead = threads + 1;
  }

  /** The batch of a step, counted from 0; steps are asked for in order. @throws {MlError} IMAGE_* */
  take(step: number): Promise<Batch> {
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

  private async prepare(step: number): Promise<Batch> {
    const { config, data, perEpoch } = this;
    const epoch = Math.floor(step / perEpoch);
    if (epoch !== this.epoch) {
      this.epoch = epoch;
      this.order = epochOrder(config.seed, epoch, data.train.length / 3);
    }
    const indexes = batchIndexes(data.train, config, this.order, step % perEpoch);
    const pixels = await this.pipeline.prepare({
      indexes,
      augmentations: splitNames(config.augmentation),
      seed: deriveSeed(config.seed, `augment ${step}`),
    });
    return { indexes, pixels };
  }
}

function spareCores(): number {
  return Math.max(1, Math.min(4, availableParallelism() - 1));
}
