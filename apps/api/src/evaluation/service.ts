import type { ServiceDeps } from '../deps.ts';
import type { EmbeddingsService } from '../embeddings/service.ts';
import { notFound } from '../errors.ts';
import { createJobRows } from '../jobs/jobRow.ts';
import type { TripletsService } from '../triplets/service.ts';
import { type RunEvaluationOptions, runEvaluation } from './runEvaluation.ts';
import { type StartEvaluationInput, startEvaluation } from './startEvaluation.ts';
import { createEvaluationStore, type EvaluationOf, type EvaluationRow } from './store.ts';
import type { StoredReport } from './storedReport.ts';

export type EvaluationService = ReturnType<typeof createEvaluationService>;

/** Model versions judged on the products of a triplet set: reports that people can read. */
export function createEvaluationService(
  given: ServiceDeps & { embeddings: EmbeddingsService; triplets: TripletsService },
) {
  const { database, clock } = given;
  const store = createEvaluationStore(database);
  const deps = { ...given, store };
  const rows = createJobRows(database.prisma, 'Evaluation');

  async function requireEvaluation(id: string): Promise<EvaluationRow> {
    const found = await store.find(id);
    if (!found) throw notFound('evaluation', id);
    return found;
  }

  return {
    requireEvaluation,
    find: store.find,
    reports: store.reports,
    async report(id: string): Promise<StoredReport | null> {
      return (await store.reports([id])).get(id) ?? null;
    },
    ofModels: store.ofModels,

    start: (input: StartEvaluationInput): Promise<EvaluationRow> => startEvaluation(deps, input),

    /** What a training run said of its own model. */
    record: (of: EvaluationOf, made: StoredReport): Promise<EvaluationRow> =>
      store.record(of, made, clock()),

    /** Does a waiting evaluation, see runEvaluation; one that is not waiting is returned as it is. */
    async run(id: string, options: RunEvaluationOptions = {}): Promise<EvaluationRow> {
      await runEvaluation(deps, await requireEvaluation(id), options);
      return requireEvaluation(id);
    },

    /** A waiting one ends at once, a running one within seconds. */
    async cancel(id: string): Promise<EvaluationRow> {
      await rows.requestCancel(id);
      return requireEvaluation(id);
    },
  };
}
