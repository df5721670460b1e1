import type { ModelVersion } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import { AppError, badInput } from '../../errors.ts';
import { createEmbedRunsStore } from '../runs/store.ts';
import type { Coverage } from '../vectors/coverage.ts';
import { indexTypeOf } from '../vectors/indexType.ts';
import type { VectorsStore } from '../vectors/store.ts';
import type { ModelsStore } from './store.ts';

export interface PromotionDeps {
  readonly database: Database;
  readonly models: ModelsStore;
  readonly vectors: VectorsStore;
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
): Promise<void> {
  if (!ALIAS.test(alias)) {
    throw badInput('alias', 'alias must be lower-case letters, digits and dashes, as production.');
  }
  await requireReady(deps, model);
  await deps.models.moveAlias(alias, model.id);
}

async function requireReady(
  { database, vectors }: PromotionDeps,
  model: ModelVersion,
): Promise<void> {
  const coverage = (await vectors.coverage([model.number])).get(model.number) as Coverage;
  const missing = coverage.images - coverage.embedded;
  if (coverage.embedded === 0) throw notReady(model, 'has no embeddings yet', coverage);
  if (missing > 0 && missing > (await acceptedFailures(database, model))) {
    throw notReady(model, `lacks embeddings of ${missing} of ${coverage.images} images`, coverage);
  }
  const indexable = indexTypeOf(model.dimension, database.vectorType) !== undefined;
  if (indexable && !coverage.indexed) throw notReady(model, 'has no index yet', coverage);
}

/** Images that the last whole pass could not read: no further pass would change that. */
async function acceptedFailures(database: Database, model: ModelVersion): Promise<number> {
  return (await createEmbedRunsStore(database).lastFinished(model.id))?.failed ?? 0;
}

function notReady(model: ModelVersion, what: string, coverage: Coverage): AppError {
  const message = `Model version ${model.number} ${what}: embed its images first (embedImages).`;
  return new AppError('MODEL_NOT_READY', message, { modelVersion: model.number, ...coverage });
}
