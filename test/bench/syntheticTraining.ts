import type * as tf from '@tensorflow/tfjs-core';
import { openObjective } from '../../packages/ml/src/losses/objective.ts';
import { requireModel } from '../../packages/ml/src/models/registry.ts';
import { defaultTrainingConfig } from '../../packages/ml/src/training/config.ts';
import { Optimizer } from '../../packages/ml/src/training/optimizer.ts';

/** A model about to be trained by the default recipe, and one made-up batch of 32 triplets. */
export function syntheticTraining(name: string, triplets = 32) {
  const definition = requireModel(name);
  const size = definition.inputSize;
  const model = definition.build({ seed: 1 });
  const config = defaultTrainingConfig();
  const optimizer = new Optimizer(
    config,
    model.trainableWeights.map((weight) => ({
      variable: weight.read() as tf.Variable,
      isBackbone: false,
    })),
  );
  const image = new Uint8Array(size * size * 3).map((_, i) => (i * 31) % 256);
  const rows = triplets * 3;
  const batch = {
    layout: 'triplets' as const,
    indexes: Uint32Array.from({ length: rows }, (_, i) => i),
    pixels: new Float32Array(rows * image.length).map((_, i) => ((i * 31) % 257) / 257),
  };
  const images = { count: rows, size, image: () => image };
  const labels = Array.from({ length: rows }, (_, i) => String(i % triplets));
  const data = { images, train: batch.indexes, val: batch.indexes, labels, fingerprint: 'bench' };
  const source = { ...data, images: batch.indexes };
  const objective = openObjective(config, source, definition.embeddingDimension);
  return {
    config,
    data,
    batch,
    trained: { model, objective, optimizer },
    dispose() {
      optimizer.dispose();
      objective.dispose();
      model.dispose();
    },
  };
}
