import type { BackendOptions } from '../backend/report.ts';
import type { Preprocessing } from '../images/preprocessing.ts';
import type { ConcatenationName } from './keras/concatenation.ts';
import type { ImagenetInput } from './keras/imagenetInput.ts';

export const PIXEL_RANGES = ['zero-to-one', 'minus-one-to-one', 'bytes'] as const;
/** What a network from elsewhere takes for black and white: 0 and 1, -1 and 1, or 0 and 255. */
export type PixelRange = (typeof PIXEL_RANGES)[number];

/** What is to be imported, and how it is to be understood. */
export interface ModelImport {
  /** A Keras weight file (HDF5), or a TensorFlow.js layers model (model.json or its folder). */
  path: string;
  /** Name of the architecture that the Keras file holds the weights of. */
  architecture?: string | undefined;
  /** Of a Keras file: see `KerasOptions`. */
  concatenation?: ConcatenationName | undefined;
  input?: ImagenetInput | undefined;
  /** Of a layers model; default `zero-to-one`. */
  pixels?: PixelRange | undefined;
  /** How images are brought to the square; default the architecture's own, `contain`. */
  fit?: Preprocessing['fit'] | undefined;
  backend?: BackendOptions;
}
