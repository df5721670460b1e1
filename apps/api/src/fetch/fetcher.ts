import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Agent, type Dispatcher, request } from 'undici';
import { AppError } from '../errors.ts';
import { boundedBody, tooLarge } from './body.ts';
import { checkAddress, type FetchRules, hostOf, refused } from './checkAddress.ts';
import { guardedConnector, type Resolve, systemResolve } from './connector.ts';
import { fetchError, statusError } from './fetchErrors.ts';
import { createPoliteness, type PolitenessOptions } from './politeness.ts';
import { type RetryOptions, retryAfterMs, withRetries } from './retry.ts';

/** What a server said of the bytes it gave, for asking whether they changed. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchRequest {
  /** Of what is unpacked; more is refused. */
  readonly maxBytes: number;
  readonly accept?: string;
  /** Of the bytes that are at hand: the server may answer that they have not changed. */
  readonly known?: Validators | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For one attempt, all its redirects included. */
  readonly totalMs?: number;
}

export interface FetchedFacts {
  readonly changed: true;
  readonly validators: Validators;
  /** What the server calls it, which may be wrong. */
  readonly contentType: string | null;
  /** Where the last redirect led. */
  readonly address: string;
}
export type Unchanged = { readonly changed: false };

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

const USER_AGENT = 'Semblance/0.1 (catalog import; visual similarity search)';

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
  const politeness = createPoliteness(limits);

  /** One request, without its redirects. */
  async function ask(url: URL, wanted: FetchRequest, signal: AbortSignal) {
    const { known } = wanted;
    return request(url, {
      dispatcher: agent,
      signal,
      headers: {
        'user-agent': USER_AGENT,
        accept: wanted.accept ?? '*/*',
        'accept-encoding': 'gzip, br',
        ...(known?.etag ? { 'if-none-match': known.etag } : {}),
        ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
      },
    });
  }

  /** Follows redirects, each judged as the first address was; then hands the body to `take`. */
  async function attempt<T>(
    first: URL,
    wanted: FetchRequest,
    take: (body: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<(FetchedFacts & { readonly content: T }) | Unchanged> {
    const limit = AbortSignal.timeout(wanted.totalMs ?? limits.totalMs);
    const signal = wanted.signal ? AbortSignal.any([wanted.signal, limit]) : limit;
    let url = first;
    for (let hops = 0; hops <= limits.redirects; hops++) {
      const answer = await ask(url, wanted, signal);
      try {
        const target = redirectOf(answer, url);
        if (target === undefined) return await accept(answer, url, wanted, take);
        url = checkRedirect(target, url, options);
      } finally {
        // Whatever is left of an answer is of no use, and may have no end.
        answer.body.on('error', () => {}).destroy();
      }
    }
    throw new AppError(
      'FETCH_FAILED',
      `${first.host} redirects more than ${limits.redirects} times.`,
    );
  }

  async function accept<T>(
    answer: Dispatcher.ResponseData,
    url: URL,
    wanted: FetchRequest,
    take: (body: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<(FetchedFacts & { readonly content: T }) | Unchanged> {
    const { statusCode, headers, body } = answer;
    if (statusCode === 304 && wanted.known !== undefined) return { changed: false };
    if (statusCode < 200 || statusCode > 299 || statusCode === 206) {
      const wait = retryAfterMs(one(headers['retry-after']), Date.now());
      if (wait !== undefined) politeness.pause(hostOf(url), wait);
      throw statusError(url, statusCode, wait);
    }
    if (Number(one(headers['content-length'])) > wanted.maxBytes) throw tooLarge(wanted.maxBytes);
    const bytes = boundedBody(body, one(headers['content-encoding']), wanted.maxBytes);
    const content = await take(bytes);
    return {
      changed: true,
      content,
      validators: {
        etag: one(headers.etag) ?? null,
        lastModified: one(headers['last-modified']) ?? null,
      },
      contentType: one(headers['content-type']) ?? null,
      address: url.href,
    };
  }

  async function fetchWith<T>(
    address: string,
    wanted: FetchRequest,
    take: (body: AsyncIterable<Buffer>) => Promise<T>,
  ) {
    const url = checkAddress(address, options);
    const once = () =>
      politeness.take(hostOf(url), () => attempt(url, wanted, take), wanted.signal);
    return withRetries(
      limits,
      () =>
        once().catch((error: unknown) => {
          throw fetchError(error, url, wanted.signal);
        }),
      wanted.signal,
    );
  }

  return {
    /**
     * The bytes at an address, or that they have not changed.
     * @throws AppError ADDRESS_INVALID, ADDRESS_REFUSED, FETCH_FAILED (with `status` when the
     *   server gave one), FETCH_TIMEOUT, FETCH_TOO_LARGE, CANCELLED
     */
    fetchBytes: (address: string, wanted: FetchRequest) =>
      fetchWith(address, wanted, async (body) => Buffer.concat(await Array.fromAsync(body))),

    /** As fetchBytes, into a file, of any size; nothing is left of one that failed. */
    fetchFile: (address: string, path: string, wanted: FetchRequest) =>
      fetchWith(address, wanted, async (body) => {
        try {
          await pipeline(body, createWriteStream(path));
        } catch (error) {
          await rm(path, { force: true });
          throw error;
        }
      }),

    /** Lets go of idle connections. */
    close: (): Promise<void> => agent.destroy(),
  };
}

/** Where an answer sends us, or undefined when it is the last one. */
function redirectOf({ statusCode, headers }: Dispatcher.ResponseData, url: URL) {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
  const location = one(headers.location) ?? '';
  if (location === '' || !URL.canParse(location, url.href)) {
    throw new AppError('FETCH_FAILED', `${url.host} redirects to nowhere.`, { status: statusCode });
  }
  return new URL(location, url).href;
}

function checkRedirect(target: string, from: URL, rules: FetchRules): URL {
  const url = checkAddress(target, rules);
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw refused(url, `${from.host} redirects to it from https, which would give up its safety.`);
  }
  return url;
}

/** Of a header that is given twice the first counts. */
function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
