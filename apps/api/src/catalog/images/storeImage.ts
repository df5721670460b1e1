import { createHash } from 'node:crypto';
import { MlError } from '@semblance/ml/errors';
import { imageError, openImage } from '@semblance/ml/images/openImage';
import { AppError } from '../../errors.ts';
import type { Storage } from '../../storage/storage.ts';
import type { ImageFacts, ImageIssue, ImageIssueCode, StoredImage } from './feedImage.ts';
import type { FoundImage } from './findImages.ts';
import { isGone, remoteIssueCode } from './remoteImages.ts';
import { signatureOf } from './signature.ts';

export interface StoreImageDeps {
  readonly storage: Storage;
  /** What the database has of an image, so that the same bytes are not decoded again. */
  readonly recognise: (sha256: string) => Promise<ImageFacts | undefined>;
}

export type StoreImageResult =
  | { readonly stored: StoredImage }
  | {
      readonly issue: ImageIssue;
      /** It is certain that there is no such image; else another attempt may find it. */
      readonly gone: boolean;
    };

/**
 * Decodes an image once, for its size, its signature and to see that it is whole, and stores its
 * bytes by content. A damaged one is an issue; a full disk is not, and throws.
 */
export async function storeImage(
  found: FoundImage,
  deps: StoreImageDeps,
): Promise<StoreImageResult> {
  const { name, kind } = found;
  try {
    const content = await found.read();
    const sha256 = createHash('sha256').update(content).digest('hex');
    const known = (await deps.storage.has(sha256)) ? await deps.recognise(sha256) : undefined;
    const facts = known ?? (await inspectImage(content));
    // Also when it is known: it may be about to be deleted as unused.
    const { bytes } = await deps.storage.put(content);
    return { stored: { ...facts, name, kind, sha256, bytes } };
  } catch (error) {
    const { code, message, gone } = judged(error);
    return { issue: { name, code, message: `${name}: ${message}` }, gone };
  }
}

/** What is wrong with an image, found by decoding it; nothing is stored. */
export async function checkImage(found: FoundImage): Promise<ImageIssue | undefined> {
  try {
    await inspectImage(await found.read());
    return undefined;
  } catch (error) {
    const { code, message } = judged(error);
    return { name: found.name, code, message: `${found.name}: ${message}` };
  }
}

/** What a person is told of it. @throws whatever is not the image's own fault */
function judged(error: unknown): { code: ImageIssueCode; message: string; gone: boolean } {
  if (error instanceof MlError && error.code.startsWith('IMAGE_')) {
    const code = error.code as ImageIssueCode;
    return { code, message: error.message, gone: true };
  }
  if (!(error instanceof AppError) || error.code === 'CANCELLED') throw error;
  if (error.code.startsWith('IMAGE_')) {
    return { code: error.code as ImageIssueCode, message: error.message, gone: true };
  }
  return { code: remoteIssueCode(error), message: error.message, gone: isGone(error) };
}

async function inspectImage(content: Buffer): Promise<Omit<ImageFacts, 'sha256' | 'bytes'>> {
  const { image, format, width, height } = await openImage(content);
  try {
    return { format, width, height, ...(await signatureOf(image)) };
  } catch (error) {
    throw imageError(error, 'The image');
  }
}
