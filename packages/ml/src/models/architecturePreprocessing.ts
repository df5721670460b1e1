import type { Preprocessing } from '../images/preprocessing.ts';
import type { ModelSummary } from './definition.ts';

/** The preprocessing that a model of ours is trained with and served with. */
export function architecturePreprocessing({
  inputSize,
}: Pick<ModelSummary, 'inputSize'>): Preprocessing {
  return { size: inputSize, fit: 'contain', background: [255, 255, 255], scale: 'zero-to-one' };
}
