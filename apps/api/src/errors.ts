// Not from the package's index, which would load TensorFlow.js into every process.
import { MlError, type MlErrorCode } from '@semblance/ml/errors';

/** What callers can tell apart; codes of packages/ml pass through unchanged. */
export type ErrorCode =
  | 'BAD_INPUT'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'LIMIT_EXCEEDED'
  | 'UNSUPPORTED'
  | 'NO_MODEL'
  | 'MODEL_NOT_READY'
  | 'UPLOAD_INVALID'
  | 'HOST_REFUSED'
  | 'CANCELLED'
  | 'ADDRESS_INVALID'
  | 'ADDRESS_REFUSED'
  | 'FETCH_FAILED'
  | 'FETCH_TIMEOUT'
  | 'FETCH_TOO_LARGE'
  | 'TIMED_OUT'
  | 'TOO_MANY_REQUESTS'
  | 'UNAVAILABLE'
  | 'INTERNAL'
  | MlErrorCode;

export type ErrorDetails = Readonly<Record<string, unknown>>;

/** A failure that we foresaw: the message is written for the person who can mend it. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** The input field that is wrong, and what to do about it. */
export function badInput(field: string, message: string, details: ErrorDetails = {}): AppError {
  return new AppError('BAD_INPUT', message, { field, ...details });
}

/** Nothing of this kind has this id. */
export function notFound(kind: string, id: string): AppError {
  return new AppError('NOT_FOUND', `There is no ${kind} with id ${id}.`, { kind, id });
}

/** The work was asked to stop. */
export function cancelled(what: string): AppError {
  return new AppError('CANCELLED', `${what} was cancelled.`);
}

/** Throws CANCELLED once the signal has fired; call it between batches. */
export function throwIfCancelled(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw cancelled(what);
}

export interface ErrorDescription {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  /** False: a defect of ours, to be logged with its stack. */
  readonly expected: boolean;
}

/** The one way from anything thrown to what a caller may read. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof AppError || error instanceof MlError) {
    const { code, message, details } = error;
    return { code, message, details, expected: true };
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return { code: 'CANCELLED', message: 'The work was cancelled.', details: {}, expected: true };
  }
  const code = systemCode(error);
  if (code !== undefined && CONNECTION_CODES.has(code)) {
    const message = 'The database can not be reached; check that it runs and DATABASE_URL.';
    return { code: 'UNAVAILABLE', message, details: { cause: code }, expected: false };
  }
  if (code === 'ENOSPC') {
    const message = 'The disk is full; free some space and start again.';
    return { code: 'DISK_FULL', message, details: {}, expected: true };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', message, details: {}, expected: false };
}

const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', '57P01', '57P03']);

function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
