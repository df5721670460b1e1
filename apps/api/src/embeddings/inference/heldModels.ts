import type { InferenceOptions } from './inference.ts';
import { type Inference, openInference } from './inference.ts';

/** Models held at once: the one that serves, and the one before it while requests still use it. */
const MODELS_HELD = 2;

interface Held {
  readonly opening: Promise<Inference>;
  inUse: number;
  evicted: boolean;
}

/**
 * Models that embed query images, by model version. A promotion needs no signal: the request that
 * first names the new version loads it, and the one used longest ago is evicted.
 */
export interface HeldModels {
  embed(modelId: string, options: InferenceOptions, pixels: Uint8Array): Promise<Float32Array>;
  close(): Promise<void>;
}

export function createHeldModels(): HeldModels {
  // In order of last use, the oldest first.
  const models = new Map<string, Held>();

  function hold(modelId: string, options: InferenceOptions): Held {
    const held = models.get(modelId) ?? {
      opening: openInference(options),
      inUse: 0,
      evicted: false,
    };
    models.delete(modelId);
    models.set(modelId, held);
    // A model that could not be loaded is tried again by the next request.
    held.opening.catch(() => {
      if (models.get(modelId) === held) models.delete(modelId);
    });
    return held;
  }

  async function evictOldest(): Promise<void> {
    const [oldest] = models;
    if (models.size <= MODELS_HELD || oldest === undefined) return;
    const [modelId, held] = oldest;
    models.delete(modelId);
    held.evicted = true;
    await closeIfUnused(held);
  }

  async function closeIfUnused(held: Held): Promise<void> {
    if (held.evicted && held.inUse === 0) await (await held.opening).close();
  }

  return {
    async embed(modelId, options, pixels) {
      const held = hold(modelId, options);
      held.inUse += 1;
      try {
        const inference = await held.opening;
        await evictOldest();
        const [vector] = await inference.embed([pixels]);
        return vector as Float32Array;
      } finally {
        held.inUse -= 1;
        if (held.evicted) await closeIfUnused(held);
      }
    },
    async close() {
      const all = [...models.values()];
      models.clear();
      const opened = await Promise.allSettled(all.map((held) => held.opening));
      await Promise.all(
        opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)),
      );
    },
  };
}
