import { createLoaders, type Loaders } from './graphql/loaders.ts';
import type { Services } from './services.ts';

/** Born with each request and gone with it, as are the loaders it holds. */
export interface Context {
  readonly services: Services;
  /** Fired when the caller has gone. */
  readonly signal: AbortSignal;
  readonly loaders: Loaders;
}

export function createContext(services: Services, signal: AbortSignal): Context {
  return { services, signal, loaders: createLoaders(services) };
}
