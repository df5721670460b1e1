import type { Database } from '../../database/database.ts';
import { AppError, badInput } from '../../errors.ts';
import type { JobClient } from '../../jobs/jobRow.ts';
import { createEmbedRunsStore } from '../runs/store.ts';
import type { Coverage } from '../vectors/coverage.ts';
import { indexTypeOf } from '../vectors/indexType.ts';
import type { VectorsStore } from '../vectors/store.ts';
import type { ModelVersion } from './modelVersion.ts';
import type { ModelsStore } from './store.ts';

export interface PromotionDeps {
  readonly database: Database;
  readonly models: ModelsStore;
  readonly vectors: VectorsStore;
}

export interface PromotionOptions {
  /** Images that could not be read; left out: those of the last pass that went through. */
  readonly failed?: number | undefined;
  /** Done together with the move of the alias, or neither. */
  readonly also?: ((client: JobClient) => Promise<void>) | undefined;
}

const ALIAS = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * Moves an alias to a version that is ready to serve; the same move back is the rollback.
 * @throws BAD_INPUT for a bad alias, MODEL_NOT_READY while images of products have no vector of
 *   this version or its index does not stand
 */
export async function promote(
  deps: PromotionDeps,
  model: ModelVersion,
  alias: string,
  { failed, also }: PromotionOptions = {},
): Promise<void> {
  if (!ALIAS.test(alias)) {
    throw badInput('alias', 'alias must be lower-case letters, digits and dashes, as production.');
  }
  await requireReady(deps, model, failed);
  await deps.models.moveAlias(alias, model.id, also);
}

async function requireReady(
  { database, vectors }: PromotionDeps,
  model: ModelVersion,
  failed: number | undefined,
): Promise<void> {
  const coverage = (await vectors.coverage([model.number])).get(model.number) as Coverage;
  const missing = coverage.images - coverage.embedded;
  if (coverage.embedded === 0) throw notReady(model, 'has no embeddings yet', coverage);
  // No further pass would read them either.
  const accepted = failed ?? (await createEmbedRunsStore(database).lastFailures(model.id));
  if (missing > accepted) {
    throw notReady(model, `lacks embeddings of ${missing} of ${coverage.images} images`, coverage);
  }
  const indexable = indexTypeOf(model.dimension, database.vectorType) !== undefined;
  if (indexable && !coverage.indexed) throw notReady(model, 'has no index yet', coverage);
}

function notReady(model: ModelVersion, what: string, coverage: Coverage): AppError {
  const message = `Model version ${model.number} ${what}: embed its images first (embedImages).`;
  return new AppError('MODEL_NOT_READY', message, { modelVersion: model.number, ...coverage });
}
