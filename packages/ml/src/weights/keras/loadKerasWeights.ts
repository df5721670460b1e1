import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type ConcatenationName, inOwnConcatenation } from './concatenation.ts';
import { asIntended, type ImagenetInput } from './imagenetInput.ts';
import { readKerasFile } from './kerasFile.ts';
import { type LoadScope, matchLayers, writeAssignments } from './matchLayers.ts';

export interface KerasOptions {
  /** Whether the file must hold all of the model, or its backbone alone; default `model`. */
  scope?: LoadScope;
  /** Order of the blocks in the file's concatenation; default `python2`, the released weights'. */
  concatenation?: ConcatenationName;
  /** What the first convolution is to be fed; default `as-published`, which changes nothing. */
  input?: ImagenetInput;
}

/**
 * Sets a model's weights from a file that Keras wrote (see `readKerasFile`), all or none.
 *
 * @returns names of the layers that were set
 * @throws {MlError} WEIGHTS_MISSING, WEIGHTS_UNSUPPORTED, WEIGHTS_CORRUPT, WEIGHTS_MISMATCH
 */
export async function loadKerasWeights(
  model: LayersModel,
  path: string,
  options: KerasOptions = {},
): Promise<string[]> {
  const { scope = 'model', concatenation = 'python2', input = 'as-published' } = options;
  const read = await readKerasFile(path);
  const file = input === 'as-intended' ? asIntended(read) : read;
  const matched = matchLayers(model, file, scope);
  const assignments = inOwnConcatenation(model, matched, concatenation);
  return writeAssignments(assignments);
}
