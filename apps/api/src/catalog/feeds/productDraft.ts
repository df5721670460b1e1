import { createHash } from 'node:crypto';
import type { Availability } from '../../../../../prisma/client/enums.ts';
import type { FeedImage, ImageIssueCode } from '../images/feedImage.ts';

/** A reason why a row, or one value of it, was not taken. */
export interface RowIssue {
  readonly row: number;
  readonly externalId: string | null;
  readonly field: string | null;
  readonly code: IssueCode;
  readonly message: string;
}

export type IssueCode =
  | 'WRONG_FIELD_COUNT'
  | 'BAD_RECORD'
  | 'MISSING_VALUE'
  | 'TOO_LONG'
  | 'BAD_CHARACTER'
  | 'DUPLICATE_ID'
  | 'BAD_PRICE'
  | 'BAD_CURRENCY'
  | 'BAD_AVAILABILITY'
  | 'BAD_URL'
  | 'REMOVAL_SKIPPED'
  | ImageIssueCode;

const WARNINGS: ReadonlySet<IssueCode> = new Set(['IMAGE_NO_FOLDER']);

/** What a person should know, and no policy refuses a row for. */
export const isWarning = (code: IssueCode): boolean => WARNINGS.has(code);

/** A row as it will be stored, before its images are looked at. */
export interface ProductDraft {
  readonly row: number;
  readonly externalId: string;
  readonly title: string;
  readonly description: string | null;
  readonly brand: string | null;
  readonly category: string | null;
  readonly categoryPath: readonly string[];
  readonly price: string | null;
  readonly currency: string | null;
  readonly availability: Availability;
  readonly url: string | null;
  readonly groupId: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly images: readonly FeedImage[];
}

/**
 * Tells whether a row changed since it was stored.
 * @param imageStamps what is known of its image files without reading them (size and time)
 */
export function contentHashOf(draft: ProductDraft, imageStamps: readonly string[]): string {
  const { row: _row, ...content } = draft;
  return createHash('sha256')
    .update(JSON.stringify([content, imageStamps]))
    .digest('hex');
}
