import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { InitialWeights } from '../initialWeights.ts';
import { L2Normalize } from '../l2Normalize.ts';
import { SeededDropout } from '../seededDropout.ts';
import { through } from './through.ts';

export interface MildnetHead {
  hidden: number;
  dimension: number;
  /** Share of the hidden units that a step leaves out; 0 for none. */
  dropout: number;
}

/**
 * MILDNet's two dense layers, both with ReLU (MODELS.md 2.1), for a vector or for each place of a
 * map. What it gives is never negative, and not yet normalised.
 */
export function mildnetHead(
  x: SymbolicTensor,
  { hidden, dimension, dropout }: MildnetHead,
  initial: InitialWeights,
): SymbolicTensor {
  return through(x, [
    dense('dense1', hidden, 'relu', initial),
    ...(dropout > 0 ? [dropoutOf('dropout', dropout, initial)] : []),
    dense('dense2', dimension, 'relu', initial),
  ]);
}

/** VisNet's deep side: two dense layers of 4096 with dropout behind each, normalised as `deep`. */
export function deepHead(
  x: SymbolicTensor,
  dropout: number,
  initial: InitialWeights,
): SymbolicTensor {
  return through(x, [
    dense('dense1', 4096, 'relu', initial),
    dropoutOf('dropout1', dropout, initial),
    dense('dense2', 4096, 'relu', initial),
    dropoutOf('dropout2', dropout, initial),
    new L2Normalize({ name: 'deep' }),
  ]);
}

/** VisNet's end: shallow and deep side, in this order, through a linear layer of 4096. */
export function jointEmbedding(
  shallow: SymbolicTensor,
  deep: SymbolicTensor,
  initial: InitialWeights,
): SymbolicTensor {
  const joined = layers.concatenate({ name: 'joined' }).apply([shallow, deep]) as SymbolicTensor;
  return through(joined, [
    dense('dense3', 4096, 'linear', initial),
    new L2Normalize({ name: 'embedding' }),
  ]);
}

function dense(
  name: string,
  units: number,
  activation: 'relu' | 'linear',
  initial: InitialWeights,
): layers.Layer {
  const kernelInitializer = initial.glorotUniform(name);
  return layers.dense({ name, units, activation, kernelInitializer });
}

function dropoutOf(name: string, rate: number, initial: InitialWeights): layers.Layer {
  return new SeededDropout({ name, rate, seed: initial.seedOf(name) });
}
