import { createHash } from 'node:crypto';
import type { ImageKind } from '../../../../../prisma/client/enums.ts';
import type { Signature } from './signature.ts';

/** What a feed names as an image of a product. */
export interface FeedImage {
  /** A file name in the import's folder, an address, or a data: URI. */
  readonly name: string;
  readonly kind: ImageKind;
}

/** An image that is checked and stored, by its content. */
export interface ImageFacts extends Signature {
  readonly sha256: string;
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** An image of a product, checked and stored. */
export interface StoredImage extends ImageFacts {
  readonly name: string;
  readonly kind: ImageKind;
}

export type ImageIssueCode = `IMAGE_${string}`;

/** Why an image of a product was not taken. */
export interface ImageIssue {
  readonly name: string;
  readonly code: ImageIssueCode;
  readonly message: string;
}

export type ReferenceForm = 'FILE' | 'ADDRESS' | 'DATA';

/** What kind of name it is. A drive letter is no scheme. */
export function formOf(name: string): ReferenceForm {
  if (/^data:/i.test(name)) return 'DATA';
  return /^([a-z][a-z0-9+.-]+:|\/\/)/i.test(name) ? 'ADDRESS' : 'FILE';
}

/** As reports and tables show it: a data: URI would fill them. */
export function sourceName(name: string): string {
  if (formOf(name) !== 'DATA') return name;
  return `data:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}
