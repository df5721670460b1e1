import type { ServiceDeps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { type RunJobOptions, type RunningJob, runJob } from '../jobs/runJob.ts';
import { makeReport, type ReportDeps } from './makeReport.ts';
import type { EvaluationRow, EvaluationStore } from './store.ts';

export interface RunEvaluationOptions extends RunJobOptions {
  readonly onPhase?: RunningJob['progress'] | undefined;
}

/**
 * Does a waiting evaluation; its report is written together with the end of its row, so that one
 * that was taken over leaves nothing. One that is not to be claimed is left as it is.
 * @throws CANCELLED, TRIPLETS_EMPTY, and what a model or image that can not be read throws
 */
export async function runEvaluation(
  deps: ReportDeps & { store: EvaluationStore; logger: ServiceDeps['logger'] },
  evaluation: EvaluationRow,
  options: RunEvaluationOptions = {},
): Promise<void> {
  const { store, database, logger } = deps;
  const { id } = evaluation;
  const job = { id, table: 'Evaluation', name: 'The evaluation' } as const;
  await runJob({ client: database.prisma, logger }, job, options, async (running) => {
    const progress: RunningJob['progress'] = (...phase) => {
      options.onPhase?.(...phase);
      running.progress(...phase);
    };
    const { modelVersionId, tripletSetId, split } = evaluation;
    if (tripletSetId === null) throw new AppError('NOT_FOUND', 'Its triplet set was deleted.');
    const of = { modelVersionId, tripletSetId, split };
    const report = await makeReport(deps, of, { ...running, progress });
    await store.keep(id, of, report, (client) => running.succeed({ client }));
  });
}
