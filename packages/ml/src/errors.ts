/** What went wrong, as a stable word that callers may switch on. */
export type MlErrorCode =
  | 'IMAGE_MISSING'
  | 'IMAGE_EMPTY'
  | 'IMAGE_CORRUPT'
  | 'IMAGE_TOO_LARGE'
  | 'IMAGE_UNSUPPORTED'
  | 'TRIPLETS_EMPTY'
  | 'TRIPLETS_INVALID'
  | 'LABELS_INVALID'
  | 'RECIPE_INVALID'
  | 'CONFIG_INVALID'
  | 'METRIC_INVALID'
  | 'MODEL_UNKNOWN'
  | 'LOSS_NOT_FINITE'
  | 'EMBEDDINGS_COLLAPSED'
  | 'TRAINING_THREAD_LOST'
  | 'CHECKPOINT_MISSING'
  | 'CHECKPOINT_CORRUPT'
  | 'CHECKPOINT_MISMATCH'
  | 'WEIGHTS_MISSING'
  | 'WEIGHTS_UNSUPPORTED'
  | 'WEIGHTS_CORRUPT'
  | 'WEIGHTS_MISMATCH'
  | 'BACKEND_UNAVAILABLE'
  | 'BACKEND_FAILED'
  | 'DIMENSION_MISMATCH'
  | 'CANCELLED'
  | 'DISK_FULL';

/**
 * The one error class of this package. `message` is a sentence for a person (what is wrong and
 * what to do), `code` is for programs, `details` carries the field, row, path or number meant.
 */
export class MlError extends Error {
  readonly code: MlErrorCode;
  readonly details: Record<string, unknown>;

  constructor(
    code: MlErrorCode,
    message: string,
    details: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MlError';
    this.code = code;
    this.details = details;
  }
}

/** True for an MlError, and for one of the given code when a code is named. */
export function isMlError(error: unknown, code?: MlErrorCode): error is MlError {
  return error instanceof MlError && (code === undefined || error.code === code);
}

/** Throws `CANCELLED` once the signal is aborted; call it between units of work. */
export function throwIfCancelled(signal: AbortSignal | undefined, what: string): void {
  if (!signal?.aborted) return;
  throw new MlError('CANCELLED', `${what} was cancelled.`, {}, { cause: signal.reason });
}
