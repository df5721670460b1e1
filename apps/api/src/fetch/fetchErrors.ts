import { AppError, type ErrorDetails } from '../errors.ts';
import { shownAddress } from './checkAddress.ts';

type FetchErrorCode = 'FETCH_FAILED' | 'FETCH_TIMEOUT' | 'FETCH_TOO_LARGE';

export interface FetchFacts {
  /** Another attempt may mend it. */
  readonly retry?: boolean;
  /** HTTP status, when the server gave one. */
  readonly status?: number;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs?: number | undefined;
  /** What else a reader may want to know. */
  readonly details?: ErrorDetails;
}

/** A fetch that was allowed and did not succeed; its status and pause are in its details too. */
export class FetchError extends AppError {
  readonly retry: boolean;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: FetchErrorCode,
    message: string,
    { retry = false, status, retryAfterMs, details }: FetchFacts = {},
    options?: { cause?: unknown },
  ) {
    const facts = {
      ...(status !== undefined && { status }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
    super(code, message, { ...details, ...facts }, options);
    this.retry = retry;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Codes of a connection that may stand the next time. */
const PASSING = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
]);
const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Turns whatever a request threw into the error that says what happened at which address.
 * @param signal the caller's, whose firing is no failure of the fetch
 */
export function fetchError(error: unknown, url: URL, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted) return new AppError('CANCELLED', 'The fetch was cancelled.');
  const cause = innermost(error);
  if (cause instanceof AppError) return cause;
  const address = shownAddress(url);
  const name = cause instanceof Error ? cause.name : '';
  const code = codeOf(cause);
  if (name === 'TimeoutError' || TIMEOUTS.has(code)) {
    const message = `${address} did not answer in time.`;
    return new FetchError('FETCH_TIMEOUT', message, { retry: true }, { cause: error });
  }
  const message = `${address} could not be fetched (${code || 'unreadable answer'}).`;
  const facts = { retry: PASSING.has(code), details: { cause: code } };
  return new FetchError('FETCH_FAILED', message, facts, { cause: error });
}

/** The error of an answer other than 2xx. */
export function statusError(
  url: URL,
  status: number,
  retryAfterMs: number | undefined,
): FetchError {
  const message = `${shownAddress(url)} answers ${status}.`;
  const retry = PASSING_STATUS.has(status);
  return new FetchError('FETCH_FAILED', message, { retry, status, retryAfterMs });
}

/** Several addresses of one name fail together as one AggregateError. */
function innermost(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error && error.cause instanceof AppError) return error.cause;
  return error;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
