import type { Split } from '../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../deps.ts';
import type { EmbeddingsService } from '../embeddings/service.ts';
import type { TripletsService } from '../triplets/service.ts';
import type { EvaluationRow, EvaluationStore } from './store.ts';

export interface StartEvaluationInput {
  /** Number, id or alias. */
  readonly model: string;
  readonly tripletSetId: string;
  readonly split: Split;
}

interface StartDeps extends Pick<ServiceDeps, 'jobs'> {
  readonly embeddings: EmbeddingsService;
  readonly triplets: TripletsService;
  readonly store: EvaluationStore;
}

/**
 * Asks for an evaluation; one of the same thing that has not ended is returned instead.
 * @throws NOT_FOUND, NO_MODEL
 */
export async function startEvaluation(
  { embeddings, triplets, store, jobs }: StartDeps,
  input: StartEvaluationInput,
): Promise<EvaluationRow> {
  const model = await embeddings.models.require(input.model);
  const set = await triplets.requireSet(input.tripletSetId);
  const of = { modelVersionId: model.id, tripletSetId: set.id, split: input.split };
  const open = await store.findOpen(of);
  if (open) return open;
  const evaluation = await store.create(of);
  await jobs.send('evaluation.run', { id: evaluation.id });
  return evaluation;
}
