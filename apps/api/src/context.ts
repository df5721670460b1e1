import DataLoader from 'dataloader';
import type { Services } from './services.ts';

/** Born with each request and gone with it, as are the loaders it holds. */
export interface Context {
  readonly services: Services;
  /** Fired when the caller has gone. */
  readonly signal: AbortSignal;
  /** Loaders of this request, by their definition; see defineLoader. */
  readonly loaders: Map<object, unknown>;
}

export function createContext(services: Services, signal: AbortSignal): Context {
  return { services, signal, loaders: new Map() };
}

type Batch<K, V> = (
  keys: readonly K[],
  context: Context,
) => Promise<ReadonlyMap<K, V>> | ReadonlyMap<K, V>;

/**
 * A batched, per-request loader:
 * `const loadImage = defineLoader((ids, { services }) => services.catalog.imagesByIds(ids))`,
 * then `loadImage(context, id)` in a resolver. A key that the batch lacks loads as undefined.
 */
export function defineLoader<K, V>(
  batch: Batch<K, V>,
): (context: Context, key: K) => Promise<V | undefined> {
  return (context, key) => {
    let loader = context.loaders.get(batch) as DataLoader<K, V | undefined> | undefined;
    if (loader === undefined) {
      loader = new DataLoader<K, V | undefined>(async (keys) => {
        const found = await batch(keys, context);
        return keys.map((each) => found.get(each));
      });
      context.loaders.set(batch, loader);
    }
    return loader.load(key);
  };
}
