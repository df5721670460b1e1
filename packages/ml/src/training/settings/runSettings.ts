import { listModels } from '../../models/registry.ts';
import { choice, whole, wholeOrNull } from './setting.ts';

/** What is trained and for how long. */
export const runSettings = {
  model: choice(() => listModels().map(({ name }) => name), 'Architecture', {
    default: 'mildnet-small',
    absent: 'mildnet-nano',
    common: true,
  }),
  embeddingDimension: wholeOrNull(
    { minimum: 2, maximum: 16_000 },
    'Numbers an embedding has, where the architecture leaves a choice; null for its own',
    { default: null },
  ),
  epochs: whole({ minimum: 1, maximum: 10_000 }, 'Times through the triplets', {
    default: 25,
    absent: 15,
    common: true,
  }),
  batchSize: whole(
    { minimum: 1, maximum: 4096 },
    'Triplets in a step; three times as many images go through the model',
    { default: 32 },
  ),
  shards: wholeOrNull(
    { minimum: 1, maximum: 64 },
    'Parts of a batch, each normalised by itself and on WASM worked on by a core of its own; null for as many as suit backend and machine',
    { default: null, absent: 1 },
  ),
  maxStepsPerEpoch: wholeOrNull(
    { minimum: 1, maximum: 10_000_000 },
    'Cuts an epoch short after so many steps; null for the whole of it',
    { default: 150 },
  ),
  seed: whole(
    { minimum: 0, maximum: 0x7fffffff },
    'The same seed, data, settings and shards on the same backend give the same weights',
    { default: 1 },
  ),
};
