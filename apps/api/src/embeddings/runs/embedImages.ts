/** One pass of a model over every image that lacks a vector of it. */
import type { Preprocessing } from '@semblance/ml';
import { decodeImage } from '@semblance/ml/images/decodeImage';
import type { EmbedRun, ModelVersion, Prisma } from '../../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../../deps.ts';
import { AppError, cancelled, describeError, throwIfCancelled } from '../../errors.ts';
import { type Inference, openInference } from '../inference/inference.ts';
import type { PendingImage } from '../vectors/pending.ts';
import type { StoredVector, VectorsStore } from '../vectors/store.ts';
import type { EmbedRunsStore } from './store.ts';

/** Images read, decoded, embedded and stored together. */
const BATCH = 64;

/** A run in which more than this share of images fails has found a fault, not bad images. */
const MOST_FAILURES = 0.05;

const HEARTBEAT_MS = 15_000;

export interface EmbedOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((run: EmbedRun) => void) | undefined;
}

export interface EmbedDeps extends ServiceDeps {
  readonly runs: EmbedRunsStore;
  readonly vectors: VectorsStore;
}

export interface EmbedTask {
  readonly run: EmbedRun;
  readonly model: ModelVersion;
  readonly directory: string;
  readonly preprocessing: Preprocessing;
  /** Moves the alias; called when the index stands, if the run asked for it. */
  promote(): Promise<unknown>;
}

/** Progress of a pass, which both the row and the caller learn. */
type Report = (data: Prisma.EmbedRunUncheckedUpdateInput) => Promise<EmbedRun>;

/**
 * Embeds what is missing, builds the index, promotes if asked. What is stored stays stored: after
 * a cancel or a crash the next run does only what is left.
 * @returns the row, SUCCEEDED
 * @throws after marking the row CANCELLED or FAILED
 */
export async function embedImages(
  deps: EmbedDeps,
  task: EmbedTask,
  options: EmbedOptions,
): Promise<EmbedRun> {
  const report: Report = async (data) => {
    const heartbeatAt = deps.clock();
    const run = await deps.runs.update(task.run.id, { ...data, heartbeatAt });
    options.onProgress?.(run);
    return run;
  };
  const heartbeat = startHeartbeat(deps, task.run.id);
  try {
    return await pass(deps, task, options.signal, report);
  } catch (error) {
    const { code, message, expected } = describeError(error);
    if (!expected) deps.logger.error({ err: error, embedRun: task.run.id }, 'embedding failed');
    const status = code === 'CANCELLED' ? 'CANCELLED' : 'FAILED';
    await report({ status, errorCode: code, error: message, finishedAt: deps.clock() });
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Building a large index reports nothing for minutes; the pass is alive all the same. */
function startHeartbeat({ runs, clock, logger }: EmbedDeps, id: string): NodeJS.Timeout {
  return setInterval(() => {
    runs.heartbeat(id, clock()).catch((error: unknown) => {
      logger.warn({ err: error, embedRun: id }, 'a heartbeat failed');
    });
  }, HEARTBEAT_MS);
}

async function pass(
  deps: EmbedDeps,
  task: EmbedTask,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<EmbedRun> {
  const { vectors, clock, env } = deps;
  const total = await vectors.countPending(task.model);
  await report({
    ...{ phase: 'loading the model', total, done: 0, failed: 0, errorCode: null, error: null },
  });
  const note =
    total === 0
      ? null
      : await embedPending(deps, task, signal, report, {
          directory: task.directory,
          backend: env.backend,
          enableWebgpu: env.enableWebgpu,
        });
  throwIfCancelled(signal, 'Embedding');
  await report({ phase: 'building the index' });
  await vectors.buildIndex(task.model);
  if (task.run.promote || (await isPromoteAsked(deps, task.run.id))) {
    await report({ phase: 'promoting' });
    await task.promote();
  }
  return report({ status: 'SUCCEEDED', phase: 'done', error: note, finishedAt: clock() });
}

/** The promote flag may have been set while the run was under way. */
async function isPromoteAsked({ runs }: EmbedDeps, id: string): Promise<boolean> {
  return (await runs.find(id))?.promote ?? false;
}

async function embedPending(
  deps: EmbedDeps,
  task: EmbedTask,
  signal: AbortSignal | undefined,
  report: Report,
  thread: Parameters<typeof openInference>[0],
): Promise<string | null> {
  const inference = await openInference(thread);
  try {
    return await embedBatches(deps, task, inference, signal, report);
  } finally {
    await inference.close();
  }
}

/** Decodes the next batch while the network works on this one. Returns a note on failures. */
async function embedBatches(
  deps: EmbedDeps,
  task: EmbedTask,
  inference: Inference,
  signal: AbortSignal | undefined,
  report: Report,
): Promise<string | null> {
  let done = 0;
  const failures: DecodeFailure[] = [];
  let next: Promise<Batch> = readBatch(deps, task, undefined);
  await report({ phase: 'embedding images' });
  for (;;) {
    const batch = await next;
    if (batch.lastId === undefined) break;
    throwIfCancelled(signal, 'Embedding');
    next = readBatch(deps, task, batch.lastId);
    // A failure of the read ahead is reported when it is awaited, not as unhandled before.
    next.catch(() => undefined);
    const vectors = await inference.embed(batch.images.map((image) => image.pixels));
    await deps.vectors.insert(task.model, pair(batch.images, vectors));
    done += batch.images.length;
    failures.push(...batch.failures);
    const row = await report({ done, failed: failures.length });
    if (row.cancelRequested) throw cancelled('Embedding');
  }
  return judgeFailures(failures, done);
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
        const pixels = await decodeImage(deps.storage.pathOf(image.sha256), task.preprocessing);
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

function judgeFailures(failures: readonly DecodeFailure[], done: number): string | null {
  const first = failures[0];
  if (first === undefined) return null;
  const why = describeError(first.error);
  const note = `${failures.length} of ${done + failures.length} images could not be read; the first is ${first.image.id}: ${why.message}`;
  if (failures.length > MOST_FAILURES * (done + failures.length)) {
    throw new AppError(why.code, note, { failed: failures.length, imageId: first.image.id });
  }
  return note;
}
