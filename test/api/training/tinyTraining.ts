import type { Services } from '../../../apps/api/src/services.ts';
import type { TripletSet } from '../../../apps/api/src/triplets/tripletSet.ts';
import type { TrainingRun } from '../../../prisma/client/client.ts';
import { type TinyCatalog, tinyCatalog } from '../triplets/tinyCatalog.ts';

export interface TinyTraining {
  catalog: TinyCatalog;
  set: TripletSet;
}

/** A few products with real pictures, and a set of triplets of them. */
export async function tinyTraining(services: Services): Promise<TinyTraining> {
  const catalog = await tinyCatalog(services);
  const { id } = await services.triplets.startGenerate({
    catalogId: catalog.id,
    name: 'looks',
    count: 60,
  });
  return { catalog, set: await services.triplets.runMake(id) };
}

/** A run of `steps` steps of two triplets each. */
export function startRun(
  services: Services,
  set: TripletSet,
  steps: number,
  config: object = {},
): Promise<TrainingRun> {
  const tiny = { model: 'mildnet-nano', epochs: 1, batchSize: 2, maxStepsPerEpoch: steps };
  return services.training.start({ tripletSetId: set.id, config: { ...tiny, ...config } });
}
