import type { Fetcher } from './fetcher.ts';
import type { Unchanged, Validators } from './request.ts';

/** A feed of 100,000 products is some hundred megabytes. */
const MAX_FEED_BYTES = 2 * 1024 ** 3;
const MAX_FEED_MS = 30 * 60_000;

export interface FeedResponse {
  readonly changed: true;
  /** Kept by the caller, for asking the next time whether the feed changed. */
  readonly validators: Validators;
  readonly contentType: string | null;
  /** Where redirects led: its file name may tell the format. */
  readonly address: string;
}

/**
 * Brings the feed at an address into a file; a packed transfer is unpacked, a packed file is not.
 * @param path of the file to write; nothing is left there when the fetch fails
 * @param known validators of the last time: an unchanged feed is not transferred again
 * @throws AppError, see Fetcher.fetchBytes
 */
export async function openFeedAddress(
  fetcher: Fetcher,
  address: string,
  path: string,
  known?: Validators,
  signal?: AbortSignal,
): Promise<FeedResponse | Unchanged> {
  const accept =
    'text/csv, text/tab-separated-values, application/xml, application/json, */*;q=0.5';
  const limits = { maxBytes: MAX_FEED_BYTES, totalMs: MAX_FEED_MS };
  return fetcher.fetchFile(address, path, { ...limits, accept, known, signal });
}
