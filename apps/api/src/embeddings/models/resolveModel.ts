import { AppError, notFound } from '../../errors.ts';
import type { ModelVersion } from './modelVersion.ts';
import type { ModelsStore } from './store.ts';

/** The alias that serves when none is named. */
export const PRODUCTION = 'production';

const ID = /^(?:ModelVersion_)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const NUMBER = /^[1-9][0-9]{0,8}$/;

/**
 * The model version meant by an id, a version number or an alias.
 * @throws NO_MODEL when it is `production` and nothing has been promoted, else NOT_FOUND
 */
export async function resolveModel(models: ModelsStore, reference: string): Promise<ModelVersion> {
  const found = await find(models, reference);
  if (found !== null) return found;
  if (reference !== PRODUCTION) throw notFound('model version', reference.slice(0, 100));
  const message =
    'No model serves yet: train one, embed the images with it, then promote it to production.';
  throw new AppError('NO_MODEL', message, { alias: PRODUCTION });
}

function find(models: ModelsStore, reference: string): Promise<ModelVersion | null> {
  const id = ID.exec(reference)?.[1];
  if (id !== undefined) return models.find({ id });
  if (NUMBER.test(reference)) return models.find({ number: Number(reference) });
  return models.findByAlias(reference);
}
