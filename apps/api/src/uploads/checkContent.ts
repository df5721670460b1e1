import { AppError } from '../errors.ts';
import { imageTypeOf } from '../storage/imageType.ts';
import type { Received } from './receive.ts';

const HDF5_SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/**
 * An image and an HDF5 file must be one by their first bytes; a triplet CSV must be text.
 * @throws UPLOAD_INVALID
 */
export function checkContent(purpose: string, { bytes, head }: Received): void {
  if (bytes === 0) throw invalid('The uploaded file is empty.');
  if (purpose === 'QUERY_IMAGE') {
    if (!imageTypeOf(head)) throw invalid('The uploaded file is not an image that can be read.');
  } else if (purpose === 'MODEL_WEIGHTS') {
    if (!HDF5_SIGNATURE.equals(head.subarray(0, HDF5_SIGNATURE.length))) {
      throw invalid('The uploaded file is not a Keras weight file (HDF5).');
    }
  } else if (purpose === 'TRIPLET_CSV' && head.includes(0)) {
    throw invalid('The uploaded file is not a CSV: it holds bytes that no text has.');
  }
}

function invalid(message: string): AppError {
  return new AppError('UPLOAD_INVALID', message);
}
