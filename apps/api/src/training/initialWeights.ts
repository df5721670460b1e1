import { join } from 'node:path';
import { type InitialWeightsSource, listModels, type TrainingConfig } from '@semblance/ml';
import type { EmbeddingsService } from '../embeddings/service.ts';
import type { Env } from '../env.ts';
import { badInput } from '../errors.ts';
import { createFetcher, type Fetcher } from '../fetch/fetcher.ts';
import { type BackboneName, type FetchProgress, requireBackbone } from './backbones.ts';

type Start = Pick<TrainingConfig, 'model' | 'initialWeights' | 'initialModel' | 'imagenetInput'>;

/** Where ImageNet weights are kept. */
export function backboneDirectory(env: Pick<Env, 'dataDir'>): string {
  return join(env.dataDir, 'backbones');
}

/** The backbone of an architecture that ImageNet weights exist for. */
function imagenetBackboneOf(model: string): BackboneName | null {
  return listModels().find(({ name }) => name === model)?.imagenetBackbone ?? null;
}

/**
 * The backbone whose ImageNet weights a run starts from, if it does.
 * @throws BAD_INPUT where the architecture has none, or initialWeights and initialModel disagree
 */
export function checkStart({ model, initialWeights, initialModel }: Start): BackboneName | null {
  if ((initialWeights === 'model') !== (initialModel !== null)) {
    const message = 'initialWeights=model and initialModel=<version number> go together.';
    throw badInput('config.initialModel', message);
  }
  const backbone = imagenetBackboneOf(model);
  if (initialWeights === 'imagenet' && backbone === null) {
    const message = `${model} has no backbone that ImageNet weights exist for.`;
    throw badInput('config.initialWeights', message);
  }
  return initialWeights === 'imagenet' || initialWeights === 'auto' ? backbone : null;
}

interface Services {
  readonly env: Env;
  readonly embeddings: EmbeddingsService;
  readonly fetcher?: Fetcher;
}

/**
 * The files that a run starts from, fetched if need be; undefined for random weights.
 * @throws BAD_INPUT, NOT_FOUND, FETCH_..., WEIGHTS_CORRUPT
 */
export async function initialWeightsOf(
  config: Start,
  { env, embeddings, fetcher = createFetcher({ allowHosts: env.fetchAllowHosts }) }: Services,
  progress: FetchProgress,
): Promise<InitialWeightsSource | undefined> {
  const backbone = checkStart(config);
  if (backbone) {
    const cache = { directory: backboneDirectory(env), fetcher };
    const path = await requireBackbone(cache, backbone, progress);
    return { kind: 'keras', path, input: config.imagenetInput };
  }
  if (config.initialModel === null) return undefined;
  const version = await embeddings.models.require(String(config.initialModel));
  return { kind: 'checkpoint', directory: embeddings.models.directoryOf(version) };
}
