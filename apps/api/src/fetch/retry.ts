import { setTimeout as pause } from 'node:timers/promises';
import { FetchError } from './fetchErrors.ts';

export interface RetryOptions {
  /** Attempts in all. */
  readonly attempts: number;
  /** Pause before the second attempt; it doubles from then on. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** Tries again what another attempt may mend (FetchError.retry), after a pause that grows and is never exact. */
export async function withRetries<T>(
  options: RetryOptions,
  work: () => Promise<T>,
  signal?: AbortSignal,
  random: () => number = Math.random,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const wait = pauseAfter(error, attempt, options, random);
      if (wait === undefined) throw error;
      await pause(wait, undefined, signal ? { signal } : {});
    }
  }
}

/** Milliseconds until the next attempt, or undefined when there is none. */
function pauseAfter(
  error: unknown,
  attempt: number,
  { attempts, firstPauseMs, longestPauseMs }: RetryOptions,
  random: () => number,
): number | undefined {
  if (!(error instanceof FetchError) || !error.retry) return undefined;
  if (attempt >= attempts) return undefined;
  const asked = error.retryAfterMs;
  if (asked !== undefined) return asked > longestPauseMs ? undefined : asked;
  const ceiling = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
  return ceiling * (0.5 + random() / 2);
}

/**
 * Milliseconds that a Retry-After header asks for, in seconds or as a date (RFC 9110, 10.2.3).
 * @returns undefined when there is none that can be read
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
