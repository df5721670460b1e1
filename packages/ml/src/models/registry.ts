import { MlError } from '../errors.ts';
import type { ModelDefinition, ModelSummary } from './definition.ts';
import { mildnetNano } from './mildnetNano.ts';
import { mildnetVgg16 } from './mildnetVgg16.ts';

const MODELS: readonly ModelDefinition[] = [mildnetNano, mildnetVgg16];

/** Every architecture that can be trained, lightest first. */
export function listModels(): ModelSummary[] {
  return MODELS.map(({ build: _, ...summary }) => summary);
}

/** The architecture of that name. @throws {MlError} MODEL_UNKNOWN */
export function requireModel(name: string): ModelDefinition {
  const found = MODELS.find((definition) => definition.name === name);
  if (found) return found;
  const known = MODELS.map((definition) => definition.name);
  throw new MlError('MODEL_UNKNOWN', `There is no model "${name}"; choose ${known.join(' or ')}.`, {
    model: name,
    known,
  });
}
