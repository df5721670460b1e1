/** One attempt at an address: the request, its redirects, and what comes of the answer. */
import { type Agent, type Dispatcher, request } from 'undici';
import { boundedBody, tooLarge } from './body.ts';
import { type FetchRules, hostOf } from './checkAddress.ts';
import { FetchError, statusError } from './fetchErrors.ts';
import type { Politeness } from './politeness.ts';
import { checkRedirect, redirectOf } from './redirect.ts';
import { retryAfterMs } from './retry.ts';

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

export interface Fetched<Content> {
  readonly changed: true;
  readonly content: Content;
  readonly validators: Validators;
  /** What the server calls it, which may be wrong. */
  readonly contentType: string | null;
  /** Where the last redirect led. */
  readonly address: string;
}
export type Unchanged = { readonly changed: false };

/** Makes of a body what the caller wants of it. */
export type Take<Content> = (body: AsyncIterable<Buffer>) => Promise<Content>;

/** What the requests of one fetcher share. */
export interface Requesting {
  readonly rules: FetchRules;
  readonly limits: { readonly totalMs: number; readonly redirects: number };
  readonly agent: Agent;
  readonly politeness: Politeness;
}

const USER_AGENT = 'Semblance/0.1 (catalog import; visual similarity search)';

/** Follows redirects, each judged as the first address was; then hands the body to `take`. */
export async function attempt<Content>(
  shared: Requesting,
  first: URL,
  wanted: FetchRequest,
  take: Take<Content>,
): Promise<Fetched<Content> | Unchanged> {
  const { rules, limits, agent } = shared;
  const limit = AbortSignal.timeout(wanted.totalMs ?? limits.totalMs);
  const signal = wanted.signal ? AbortSignal.any([wanted.signal, limit]) : limit;
  let url = first;
  for (let hops = 0; hops <= limits.redirects; hops++) {
    const answer = await ask(agent, url, wanted, signal);
    try {
      const target = redirectOf(answer, url);
      if (target === undefined) return await accept(shared, answer, url, wanted, take);
      url = checkRedirect(target, url, rules);
    } finally {
      // Whatever is left of an answer is of no use, and may have no end.
      answer.body.on('error', () => {}).destroy();
    }
  }
  throw new FetchError(
    'FETCH_FAILED',
    `${first.host} redirects more than ${limits.redirects} times.`,
  );
}

/** One request, without its redirects. */
function ask(agent: Agent, url: URL, wanted: FetchRequest, signal: AbortSignal) {
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

async function accept<Content>(
  { politeness }: Requesting,
  answer: Dispatcher.ResponseData,
  url: URL,
  wanted: FetchRequest,
  take: Take<Content>,
): Promise<Fetched<Content> | Unchanged> {
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

/** Of a header that is given twice the first counts. */
function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
