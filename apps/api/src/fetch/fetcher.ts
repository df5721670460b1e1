import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Agent } from 'undici';
import { checkAddress, type FetchRules, hostOf } from './checkAddress.ts';
import { guardedConnector, type Resolve, systemResolve } from './connector.ts';
import { fetchError } from './fetchErrors.ts';
import { createPoliteness, type PolitenessOptions } from './politeness.ts';
import {
  attempt,
  type Fetched,
  type FetchRequest,
  type Requesting,
  type Take,
  type Unchanged,
} from './request.ts';
import { type RetryOptions, withRetries } from './retry.ts';

export interface FetcherOptions extends FetchRules {
  readonly resolve?: Resolve;
  readonly limits?: Partial<FetchLimits>;
}

export interface FetchLimits extends PolitenessOptions, RetryOptions {
  readonly connectMs: number;
  readonly headersMs: number;
  /** Without a byte. */
  readonly idleMs: number;
  readonly totalMs: number;
  readonly redirects: number;
}

const LIMITS: FetchLimits = {
  connectMs: 10_000,
  headersMs: 15_000,
  idleMs: 15_000,
  totalMs: 60_000,
  redirects: 5,
  perHost: 6,
  delayMs: 20,
  attempts: 3,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
};

export type Fetcher = ReturnType<typeof createFetcher>;

/**
 * Fetches what feeds name, from the public internet only: see checkAddress, connector and
 * docs/decisions/fetching-what-feeds-name.md.
 */
export function createFetcher(options: FetcherOptions) {
  const limits = { ...LIMITS, ...options.limits };
  const agent = new Agent({
    connect: guardedConnector(options, options.resolve ?? systemResolve, limits.connectMs),
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.idleMs,
    maxHeaderSize: 32 * 1024,
  });
  const shared = { rules: options, limits, agent, politeness: createPoliteness(limits) };

  return {
    /**
     * The bytes at an address, or that they have not changed.
     * @throws AppError ADDRESS_INVALID, ADDRESS_REFUSED, CANCELLED; FetchError FETCH_FAILED,
     *   FETCH_TIMEOUT, FETCH_TOO_LARGE
     */
    fetchBytes: (address: string, wanted: FetchRequest) =>
      fetchWith(shared, address, wanted, bytesOf),

    /** As fetchBytes, into a file, of any size; nothing is left of one that failed. */
    fetchFile: (address: string, path: string, wanted: FetchRequest) =>
      fetchWith(shared, address, wanted, (body) => writeFile(path, body)),

    /** Lets go of idle connections. */
    close: (): Promise<void> => agent.destroy(),
  };
}

/** Attempts until one succeeds or no other would; each waits for its host's turn. */
async function fetchWith<Content>(
  shared: Requesting & { readonly limits: RetryOptions },
  address: string,
  wanted: FetchRequest,
  take: Take<Content>,
): Promise<Fetched<Content> | Unchanged> {
  const { rules, limits, politeness } = shared;
  const { signal } = wanted;
  const url = checkAddress(address, rules);
  const once = () =>
    politeness
      .take(hostOf(url), () => attempt(shared, url, wanted, take), signal)
      .catch((error: unknown) => {
        throw fetchError(error, url, signal);
      });
  return withRetries(limits, once, signal);
}

async function bytesOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(body));
}

async function writeFile(path: string, body: AsyncIterable<Buffer>): Promise<void> {
  try {
    await pipeline(body, createWriteStream(path));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
