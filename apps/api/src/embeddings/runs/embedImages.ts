/** One pass of a model over every image that lacks a vector of it. */
import { decodeImage } from '@semblance/ml/images/decodeImage';
import type { ServiceDeps } from '../../deps.ts';
import { AppError, describeError, throwIfCancelled } from '../../errors.ts';
import type { JobClient } from '../../jobs/jobRow.ts';
import type { RunningJob } from '../../jobs/runJob.ts';
import { type Inference, openInference } from '../inference/inference.ts';
import type { ModelVersion } from '../models/modelVersion.ts';
import type { PendingImage } from '../vectors/pending.ts';
import type { StoredVector, VectorsStore } from '../vectors/store.ts';
import type { EmbedRunsStore } from './store.ts';

/** Images read, decoded, embedded and stored together. */
const BATCH = 64;

/** A run in which more than this share of images fails has found a fault, not bad images. */
const MOST_FAILURES = 0.05;

export interface EmbedDeps extends ServiceDeps {
  readonly runs: EmbedRunsStore;
  readonly vectors: VectorsStore;
}

/** How far a pass is. */
export interface EmbedProgress {
  readonly phase: string;
  /** Images embedded. */
  readonly done: number;
  /** Images that could not be read. */
  readonly failed: number;
  readonly total: number;
}

export interface EmbedTask {
  readonly model: ModelVersion;
  readonly directory: string;
  /**
   * Moves the alias; called when the index stands, if the run asked for it.
   * @param failed images that could not be read, and are not waited for
   * @param also done together with the move, or neither
   */
  promote(failed: number, also: (client: JobClient) => Promise<void>): Promise<unknown>;
}

/**
 * Embeds what is missing, builds the index, promotes if asked. What is stored stays stored: after
 * a cancel or a crash the next run does only what is left.
 */
export async function embedImages(
  deps: EmbedDeps,
  task: EmbedTask,
  running: RunningJob,
  onProgress: ((progress: EmbedProgress) => void) | undefined,
): Promise<void> {
  const { runs, vectors } = deps;
  const { signal, claim } = running;
  const pass = new Pass(await vectors.countPending(task.model), (progress) => {
    running.progress(progress.phase, progress.done, progress.total);
    onProgress?.(progress);
  });
  // What a process that died before had counted is not part of this pass.
  await runs.countFailed(claim, 0);
  pass.enter('loading the model');
  if (pass.total > 0) await embedPending(deps, task, running, pass);
  const note = judgeFailures(pass);
  throwIfCancelled(signal, 'Embedding');
  pass.enter('building the index');
  await vectors.buildIndex(task.model);
  throwIfCancelled(signal, 'Embedding');
  // It may have been asked for while the pass was under way.
  if (!(await runs.find(claim.id))?.promote) return running.succeed({ note });
  pass.enter('promoting');
  await task.promote(pass.failures.length, (client) => running.succeed({ client, note }));
}

/** What a pass has done so far. */
class Pass {
  readonly total: number;
  readonly failures: DecodeFailure[] = [];
  readonly #tell: (progress: EmbedProgress) => void;
  #phase = '';
  #done = 0;

  constructor(total: number, tell: (progress: EmbedProgress) => void) {
    this.total = total;
    this.#tell = tell;
  }

  get done(): number {
    return this.#done;
  }

  enter(phase: string): void {
    this.#phase = phase;
    this.add(0, []);
  }

  add(done: number, failures: readonly DecodeFailure[]): void {
    this.#done += done;
    this.failures.push(...failures);
    const { total, failures: all } = this;
    this.#tell({ phase: this.#phase, done: this.#done, failed: all.length, total });
  }
}

async function embedPending(
  deps: EmbedDeps,
  task: EmbedTask,
  running: RunningJob,
  pass: Pass,
): Promise<void> {
  const { backend, enableWebgpu } = deps.env;
  const inference = await openInference({ directory: task.directory, backend, enableWebgpu });
  try {
    pass.enter('embedding images');
    await embedBatches(deps, task, inference, running, pass);
  } finally {
    await inference.close();
  }
}

/** Decodes the next batch while the network works on this one. */
async function embedBatches(
  deps: EmbedDeps,
  task: EmbedTask,
  inference: Inference,
  { signal, claim }: RunningJob,
  pass: Pass,
): Promise<void> {
  let next: Promise<Batch> = readBatch(deps, task, undefined);
  for (;;) {
    const batch = await next;
    if (batch.lastId === undefined) return;
    throwIfCancelled(signal, 'Embedding');
    next = readBatch(deps, task, batch.lastId);
    // A failure of the read ahead is reported when it is awaited, not as unhandled before.
    next.catch(() => undefined);
    const vectors = await inference.embed(batch.images.map((image) => image.pixels));
    await deps.vectors.insert(task.model, pair(batch.images, vectors));
    pass.add(batch.images.length, batch.failures);
    if (batch.failures.length > 0) await deps.runs.countFailed(claim, pass.failures.length);
  }
}

interface DecodeFailure {
  readonly image: PendingImage;
  readonly error: unknown;
}

interface Batch {
  readonly images: readonly { id: string; pixels: Uint8Array }[];
  readonly failures: readonly DecodeFailure[];
  /** Undefined when nothing was left. */
  readonly lastId: string | undefined;
}

async function readBatch(
  deps: EmbedDeps,
  task: EmbedTask,
  afterId: string | undefined,
): Promise<Batch> {
  const pending = await deps.vectors.pendingImages(task.model, afterId, BATCH);
  const images: { id: string; pixels: Uint8Array }[] = [];
  const failures: DecodeFailure[] = [];
  await Promise.all(
    pending.map(async (image) => {
      try {
        const pixels = await decodeImage(
          deps.storage.pathOf(image.sha256),
          task.model.preprocessing,
        );
        images.push({ id: image.id, pixels });
      } catch (error) {
        failures.push({ image, error });
      }
    }),
  );
  return { images, failures, lastId: pending.at(-1)?.id };
}

function pair(images: Batch['images'], vectors: readonly Float32Array[]): StoredVector[] {
  return images.map((image, index) => {
    const vector = vectors[index];
    if (vector === undefined) throw new AppError('INTERNAL', `No vector for image ${image.id}.`);
    return { imageId: image.id, vector };
  });
}

/**
 * A note on the images that could not be read, or null.
 * @throws what the first failed with, when they are too many
 */
function judgeFailures({ failures, done }: Pass): string | null {
  const [first] = failures;
  if (first === undefined) return null;
  const why = describeError(first.error);
  const note = `${failures.length} of ${done + failures.length} images could not be read; the first is ${first.image.id}: ${why.message}`;
  if (failures.length > MOST_FAILURES * (done + failures.length)) {
    throw new AppError(why.code, note, { failed: failures.length, imageId: first.image.id });
  }
  return note;
}
