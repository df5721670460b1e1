import type { Split } from '../../../../prisma/client/client.ts';
import { embedJudged } from '../datasets/judged.ts';
import { loadJudged } from '../datasets/loadJudged.ts';
import { createDatasetStore } from '../datasets/store.ts';
import type { ServiceDeps } from '../deps.ts';
import { openInference } from '../embeddings/inference/inference.ts';
import { preprocessingOf } from '../embeddings/models/manifest.ts';
import type { EmbeddingsService } from '../embeddings/service.ts';
import { cancelled, describeError, notFound } from '../errors.ts';
import type { TripletsService } from '../triplets/service.ts';
import { baselineFigures, embedByColour } from './baselines.ts';
import { createEvaluationStore, type EvaluationOf, type EvaluationRow } from './store.ts';
import { figuresWithBaselines, judge, type StoredReport } from './storedReport.ts';

export interface StartEvaluationInput {
  /** Number, id or alias. */
  readonly model: string;
  readonly tripletSetId: string;
  readonly split: Split;
}

export interface RunEvaluationOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPhase?: ((phase: string, done?: number, total?: number) => void) | undefined;
}

export type EvaluationService = ReturnType<typeof createEvaluationService>;

const BEAT_MS = 10_000;

/** Model versions judged on the products of a triplet set: reports that people can read. */
export function createEvaluationService(
  deps: ServiceDeps & { embeddings: EmbeddingsService; triplets: TripletsService },
) {
  const { database, embeddings, triplets, storage, env, jobs, clock, logger } = deps;
  const store = createEvaluationStore(database);
  const images = createDatasetStore(database);

  async function requireEvaluation(id: string): Promise<EvaluationRow> {
    const found = await store.find(id);
    if (!found) throw notFound('evaluation', id);
    return found;
  }

  /** Embeds what is judged in worker threads, so that this process stays responsive. */
  async function report(
    evaluation: EvaluationRow,
    signal: AbortSignal,
    onPhase: NonNullable<RunEvaluationOptions['onPhase']>,
  ): Promise<StoredReport> {
    const model = await embeddings.models.require(evaluation.modelVersionId);
    const set = await triplets.requireSet(evaluation.tripletSetId ?? '');
    const judged = await loadJudged({ images, triplets, storage }, set, {
      split: evaluation.split,
      preprocessing: preprocessingOf(model),
      signal,
      onProgress: (done, total) => onPhase('decoding images', done, total),
    });
    const { backend, enableWebgpu } = env;
    const directory = embeddings.models.directoryOf(model);
    const inference = await openInference({ directory, backend, enableWebgpu });
    const vectors = await embedJudged(judged, (pixels) => inference.embed(pixels), {
      signal,
      onProgress: (done) => onPhase('embedding images', done, judged.data.count),
    }).finally(() => inference.close());
    onPhase('comparing');
    const histogram = await baselineFigures(judged, embedByColour, signal);
    return { ...judge(judged, vectors), baselines: { histogram } };
  }

  /** Keeps the row alive and notices a wish to stop. */
  function watch(id: string, stop: () => void): NodeJS.Timeout {
    return setInterval(() => {
      store.update(id, { heartbeatAt: clock() }).then(
        ({ cancelRequested }) => cancelRequested && stop(),
        (error: unknown) => logger.warn({ err: error, evaluation: id }, 'a heartbeat failed'),
      );
    }, BEAT_MS);
  }

  return {
    requireEvaluation,
    find: store.find,
    report: store.report,
    ofModels: store.ofModels,
    openEvaluations: store.open,

    /** Asks for an evaluation; one of the same thing that has not ended is returned instead. */
    async start(input: StartEvaluationInput): Promise<EvaluationRow> {
      const model = await embeddings.models.require(input.model);
      const set = await triplets.requireSet(input.tripletSetId);
      const of = { modelVersionId: model.id, tripletSetId: set.id, split: input.split };
      const open = await store.findOpen(of);
      if (open) return open;
      const evaluation = await store.create(of);
      await jobs.send('evaluation.run', { id: evaluation.id });
      return evaluation;
    },

    /** What a training run said of its own model. */
    async record(of: EvaluationOf, made: StoredReport): Promise<EvaluationRow> {
      const { id } = await store.create(of);
      return store.finish(id, made, figuresWithBaselines(made), clock());
    },

    /**
     * Does a waiting evaluation. One that has ended, or that another process does, is returned as
     * it is.
     * @throws CANCELLED, TRIPLETS_EMPTY, and what a model or image that can not be read throws
     */
    async run(id: string, options: RunEvaluationOptions = {}): Promise<EvaluationRow> {
      if (!(await store.claim(id, clock()))) return requireEvaluation(id);
      const evaluation = await requireEvaluation(id);
      const asked = new AbortController();
      if (evaluation.cancelRequested) asked.abort();
      const signal = AbortSignal.any([asked.signal, ...(options.signal ? [options.signal] : [])]);
      const beat = watch(id, () => asked.abort());
      let written = '';
      try {
        if (signal.aborted) throw cancelled('The evaluation');
        const made = await report(evaluation, signal, (phase, done, total) => {
          options.onPhase?.(phase, done, total);
          if (phase === written) return;
          written = phase;
          store.update(id, { phase }).catch((error: unknown) => {
            logger.warn({ err: error, evaluation: id }, 'a phase was not written');
          });
        });
        return await store.finish(id, made, figuresWithBaselines(made), clock());
      } catch (error) {
        const { code, message } = describeError(error);
        const status = code === 'CANCELLED' ? 'CANCELLED' : 'FAILED';
        await store.update(id, { status, errorCode: code, error: message, finishedAt: clock() });
        throw error;
      } finally {
        clearInterval(beat);
      }
    },

    /** A waiting one ends at once, a running one within seconds. */
    async cancel(id: string): Promise<EvaluationRow> {
      const { status } = await requireEvaluation(id);
      if (status === 'RUNNING') return store.update(id, { cancelRequested: true });
      if (status !== 'QUEUED') return requireEvaluation(id);
      return store.update(id, { status: 'CANCELLED', cancelRequested: true, finishedAt: clock() });
    },

    /** Puts one whose worker stopped back into the queue. */
    async requeue(id: string): Promise<void> {
      const cleared = { errorCode: null, error: null, finishedAt: null, heartbeatAt: null };
      await store.update(id, { status: 'QUEUED', ...cleared });
    },
  };
}
