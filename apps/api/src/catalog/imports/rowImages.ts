import type { Storage } from '../../storage/storage.ts';
import { contentHashOf, type ProductDraft, type RowIssue } from '../feeds/readProduct.ts';
import { formOf, type ImageIssue, type StoredImage } from '../images/feedImage.ts';
import {
  type FoundImage,
  findImages,
  type ImageSources,
  type MissingImage,
} from '../images/findImages.ts';
import type { ReferenceWrite } from '../images/referencesStore.ts';
import type { ProductImages } from '../images/store.ts';
import { checkImage, type StoreImageDeps, storeImage } from '../images/storeImage.ts';

/** A usable row with the images found for it. */
export interface FoundRow {
  readonly draft: ProductDraft;
  /** Of the row and of what is known of its images without reading them. */
  readonly contentHash: string;
  readonly images: readonly (FoundImage | MissingImage)[];
  /** False for a row of a feed without images: those the product has stay. */
  readonly replacesImages: boolean;
  /** An image must be looked at though the row has not changed. */
  readonly due: boolean;
}

/** A row with the images of it that could be taken. */
export interface CheckedRow {
  readonly draft: ProductDraft;
  readonly contentHash: string;
  /** An image that the row names is not among them: the next import tries it again. */
  readonly lacksImages: boolean;
  readonly images: ProductImages | null;
  readonly issues: readonly ImageIssue[];
  /** An address has another image than the last time. */
  readonly imagesChanged: boolean;
}

/** Looks for the images of a row; reads none. */
export async function findRowImages(sources: ImageSources, draft: ProductDraft): Promise<FoundRow> {
  const images = await findImages(sources, draft.images);
  const stamps = images.flatMap((image) => ('stamp' in image && image.stamp ? [image.stamp] : []));
  const due = images.some((image) => 'due' in image && image.due);
  const replacesImages = sources.directory !== null || images.length > 0;
  return { draft, contentHash: contentHashOf(draft, stamps), images, replacesImages, due };
}

/**
 * What is wrong with files and data: URIs, found by decoding each one. Addresses are not opened:
 * asking every server twice would be rude.
 */
export async function checkImages(
  images: readonly (FoundImage | MissingImage)[],
): Promise<ImageIssue[]> {
  const faults: ImageIssue[] = [];
  for (const image of images) {
    if (formOf(image.name) === 'ADDRESS') continue;
    const fault = 'code' in image ? image : await checkImage(image);
    if (fault) faults.push(fault);
  }
  return faults;
}

/** What is wrong with images, as issues of the row that names them. */
export function rowIssues(draft: ProductDraft, issues: readonly ImageIssue[]): RowIssue[] {
  const { row, externalId } = draft;
  return issues.map(({ code, message }) => ({ row, externalId, field: 'images', code, message }));
}

/** As far as a dry run goes: nothing is stored. */
export async function checkRowImages(row: FoundRow): Promise<CheckedRow> {
  const issues = await checkImages(row.images);
  const { draft, contentHash } = row;
  const lacksImages = issues.length > 0;
  return { draft, contentHash, lacksImages, images: null, issues, imagesChanged: false };
}

/** What became of one image of a row. */
interface Outcome {
  readonly taken: StoredImage | undefined;
  readonly reference: ReferenceWrite;
  readonly issue?: ImageIssue;
  readonly changed: boolean;
}

/** Takes the images of a row. Of an address that fails for now, the image it had is kept. */
export async function storeRowImages(
  sources: ImageSources,
  deps: StoreImageDeps & { readonly storage: Storage },
  row: FoundRow,
): Promise<CheckedRow> {
  const outcomes: Outcome[] = [];
  for (const image of row.images) {
    outcomes.push('code' in image ? missing(image) : await outcomeOf(sources, deps, image));
  }
  const taken = outcomes.flatMap((outcome) => outcome.taken ?? []);
  const references = outcomes.map(({ reference }) => reference);
  return {
    draft: row.draft,
    contentHash: row.contentHash,
    lacksImages: taken.length < outcomes.length,
    images: row.replacesImages ? { taken, references } : null,
    issues: outcomes.flatMap(({ issue }) => issue ?? []),
    imagesChanged: outcomes.some(({ changed }) => changed),
  };
}

async function outcomeOf(
  { remote }: ImageSources,
  deps: StoreImageDeps,
  image: FoundImage,
): Promise<Outcome> {
  const { name, kind } = image;
  const known = formOf(name) === 'ADDRESS' ? remote.known.get(name) : undefined;
  const validators = remote.validatorsOf(name) ?? { etag: null, lastModified: null };
  const noted = { kind, source: name, ...validators };
  const result = await storeImage(image, deps);
  if ('taken' in result) {
    const { taken } = result;
    const said = remote.validatorsOf(name) ?? validators;
    const stored = { sha256: taken.sha256, code: null, message: null };
    const changed = known !== undefined && (known.isMixed || known.sha256 !== taken.sha256);
    return { taken, reference: { ...noted, ...said, ...stored, status: 'STORED' }, changed };
  }
  const { issue, gone } = result;
  const facts = known && !gone ? await deps.recognise(known.sha256) : undefined;
  const taken = facts && { ...facts, name, kind };
  const { code, message } = issue;
  const failed = { sha256: taken?.sha256 ?? null, code, message, status: 'FAILED' as const };
  return { taken, reference: { ...noted, ...failed }, issue, changed: gone && known !== undefined };
}

function missing({ name, kind, code, message }: MissingImage): Outcome {
  const nothing = { sha256: null, etag: null, lastModified: null };
  const reference = { kind, source: name, code, message, status: 'FAILED' as const, ...nothing };
  return { taken: undefined, reference, issue: { name, code, message }, changed: false };
}
