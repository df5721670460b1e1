import { MlError } from '../errors.ts';
import type { ModelDefinition, ModelSummary } from './definition.ts';
import { mildnetNano } from './mildnetNano.ts';
import { mildnetSmall } from './mildnetSmall.ts';
import { MILDNETS } from './published/mildnet.ts';
import { MILDNET_MOBILENETS } from './published/mildnetMobilenet.ts';
import { MULTI_SCALE_NETS } from './published/multiScaleNets.ts';
import { WITHOUT_SKIP } from './published/withoutSkip.ts';

const MODELS: readonly ModelDefinition[] = [
  mildnetNano,
  mildnetSmall,
  ...MILDNET_MOBILENETS,
  ...MILDNETS,
  ...WITHOUT_SKIP,
  ...MULTI_SCALE_NETS,
];

/** Every architecture that can be trained: those that fit a CPU, then the published ones. */
export function listModels(): ModelSummary[] {
  return MODELS.map(({ build: _, ...summary }) => summary);
}

/** The architecture of that name. @throws {MlError} MODEL_UNKNOWN */
export function requireModel(name: string): ModelDefinition {
  const found = MODELS.find((definition) => definition.name === name);
  if (found) return found;
  const known = MODELS.map((definition) => definition.name);
  throw new MlError(
    'MODEL_UNKNOWN',
    `There is no model "${name}"; choose one of ${known.join(', ')}.`,
    {
      model: name,
      known,
    },
  );
}
