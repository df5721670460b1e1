import { MAX_IMAGE_BYTES } from '@semblance/ml/images/openImage';
import type { AppError } from '../../errors.ts';
import { FetchError } from '../../fetch/fetchErrors.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { Validators } from '../../fetch/request.ts';
import type { Storage } from '../../storage/storage.ts';
import type { ImageIssueCode } from './feedImage.ts';

/** What is known of an address from the last time. */
export interface KnownAddress {
  /** Of the image that is stored. */
  readonly sha256: string;
  readonly validators: Validators;
  /** It could not be fetched the last time; what is stored is older. */
  readonly failed: boolean;
  /** When its server was asked for the product that was looked at last, and at first. */
  readonly latest: Date;
  readonly oldest: Date;
  /** Products that name it have different images of it, because it changed between them. */
  readonly isMixed: boolean;
}

/** An image that is stored is taken as it is for so long before its server is asked again. */
const FRESH_MS = 24 * 60 * 60 * 1000;

const ACCEPT = 'image/avif, image/webp, image/jpeg, image/png, image/*;q=0.8';

/** Images at addresses, for one batch of an import. */
export interface RemoteImages {
  readonly known: ReadonlyMap<string, KnownAddress>;
  readonly now: Date;
  /** The bytes at an address; of one that has not changed, those that are stored. */
  read(address: string): Promise<Buffer>;
  /** What the server said of the bytes that `read` gave. */
  validatorsOf(address: string): Validators | undefined;
}

/** Whether an address should be looked at though the row that names it has not changed. */
export function isDue(known: KnownAddress | undefined, now: Date): boolean {
  return known === undefined || known.failed || isStale(known.oldest, now);
}

const isStale = (at: Date, now: Date) => now.getTime() - at.getTime() >= FRESH_MS;

/**
 * Fetches every address once for a batch, however many products name it.
 * @param known addresses whose images are stored
 */
export function openRemoteImages(
  { fetcher, storage }: { fetcher: Fetcher; storage: Storage },
  known: ReadonlyMap<string, KnownAddress>,
  now: Date,
  signal?: AbortSignal,
): RemoteImages {
  const fetched = new Map<string, Promise<Buffer>>();
  const validators = new Map<string, Validators>();

  async function read(address: string): Promise<Buffer> {
    const stored = known.get(address);
    const isAtHand = stored !== undefined && (await storage.has(stored.sha256));
    if (isAtHand && !stored.failed && !isStale(stored.latest, now))
      return storage.read(stored.sha256);
    const answer = await fetcher.fetchBytes(address, {
      ...{ maxBytes: MAX_IMAGE_BYTES, accept: ACCEPT, signal },
      known: isAtHand ? stored.validators : undefined,
    });
    if (!answer.changed) {
      validators.set(address, (stored as KnownAddress).validators);
      return storage.read((stored as KnownAddress).sha256);
    }
    validators.set(address, answer.validators);
    return answer.content;
  }

  return {
    known,
    now,
    read(address) {
      const underway = fetched.get(address) ?? read(address);
      fetched.set(address, underway);
      return underway;
    },
    validatorsOf: (address) => validators.get(address) ?? known.get(address)?.validators,
  };
}

/** Codes of images that are gone for good, so that what is stored of them goes too. */
export function isGone(error: AppError): boolean {
  return error instanceof FetchError && (error.status === 404 || error.status === 410);
}

/** The code that an import reports for an address that could not be fetched. */
export function remoteIssueCode(error: AppError): ImageIssueCode {
  if (isGone(error)) return 'IMAGE_NOT_FOUND';
  return error.code === 'FETCH_TOO_LARGE' ? 'IMAGE_TOO_LARGE' : `IMAGE_${error.code}`;
}
