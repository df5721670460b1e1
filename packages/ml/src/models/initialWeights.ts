import { initializers } from '@tensorflow/tfjs-layers';
import { deriveSeed } from '../random.ts';

type Initializer = ReturnType<typeof initializers.zeros>;

/**
 * First weights of a graph's layers. Each layer draws by its own name, so that a change of one
 * part leaves the others as they were.
 */
export interface InitialWeights {
  seedOf(layer: string): number;
  /** Uniform with variance `2 / (fan in + fan out)` (Glorot and Bengio 2010), Keras' default. */
  glorotUniform(layer: string): Initializer;
  /** Normal with variance `2 / fan in` (He et al. 2015). */
  heNormal(layer: string): Initializer;
}

/** @param weights `zeros` draws nothing, for weights that are about to be read from a file */
export function initialWeights(
  seed: number,
  weights: 'seeded' | 'zeros' = 'seeded',
): InitialWeights {
  const seedOf = (layer: string) => deriveSeed(seed, layer);
  const zeros = () => initializers.zeros();
  if (weights === 'zeros') return { seedOf, glorotUniform: zeros, heNormal: zeros };
  return {
    seedOf,
    glorotUniform: (layer) => initializers.glorotUniform({ seed: seedOf(layer) }),
    heNormal: (layer) => initializers.heNormal({ seed: seedOf(layer) }),
  };
}
