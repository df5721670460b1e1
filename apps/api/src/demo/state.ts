import type { Env } from '../env.ts';
import { openServices } from '../services.ts';

/** What an earlier start of the demo has left. */
export interface DemoState {
  readonly products: number;
  readonly hasTriplets: boolean;
  /** Id of a training run that can be continued. */
  readonly unfinishedRun: string | null;
  readonly hasModel: boolean;
  readonly serves: boolean;
}

export async function readDemoState(env: Env, catalogName: string): Promise<DemoState> {
  const services = await openServices(env, { jobs: false });
  try {
    const catalog = await services.catalog.products.findCatalog(catalogName);
    const counts =
      catalog && (await services.catalog.products.catalogCounts([catalog.id])).get(catalog.id);
    const sets = catalog ? await services.triplets.list(catalog.id) : [];
    const runs = await services.training.page({ first: 10 });
    const models = await services.embeddings.models.list();
    const unfinished = runs.find(({ status }) => status === 'CANCELLED' || status === 'FAILED');
    return {
      products: counts?.products ?? 0,
      hasTriplets: sets.some(({ status }) => status === 'SUCCEEDED'),
      unfinishedRun: models.length === 0 ? (unfinished?.id ?? null) : null,
      hasModel: models.length > 0,
      serves: (await services.embeddings.models.findProduction()) !== null,
    };
  } finally {
    await services.close();
  }
}
