/**
 * The images of a row, in two steps. A draft is a row as it was read; a found row knows where its
 * images are, a checked row what became of each. Whether the row is then written is the batch's
 * to say.
 */
import type { Storage } from '../../storage/storage.ts';
import { contentHashOf, type ProductDraft, type RowIssue } from '../feeds/productDraft.ts';
import { formOf, type ImageIssue, type StoredImage } from '../images/feedImage.ts';
import {
  type FoundImage,
  findImages,
  type ImageSources,
  type MissingImage,
} from '../images/findImages.ts';
import { checkImage, type StoreImageDeps, storeImage } from '../images/storeImage.ts';
import type { ProductImages, ReferenceWrite } from '../images/writeStore.ts';

/** A usable row with the images found for it; none of them is read yet. */
export interface FoundRow {
  readonly draft: ProductDraft;
  /** Of the row and of what is known of its images without reading them. */
  readonly contentHash: string;
  readonly images: readonly (FoundImage | MissingImage)[];
  /** False for a row of a feed without images: those the product has stay. */
  readonly replacesImages: boolean;
  /** Names of files can not be looked up, which is said at every import. */
  readonly lacksFolder: boolean;
  /** An image must be looked at though the row has not changed. */
  readonly due: boolean;
}

/** A row whose images were looked at: in an import stored, in a dry run only decoded. */
export interface CheckedRow {
  readonly draft: ProductDraft;
  readonly contentHash: string;
  /** An image that the row names is not among them: the next import tries it again. */
  readonly lacksImages: boolean;
  /** Images that the product then shows; null where those it has stay. */
  readonly shown: number | null;
  /** Null where those the product has stay, and in a dry run. */
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
  const unknown = images.filter((image) => 'code' in image && image.code === 'IMAGE_NO_FOLDER');
  const lacksFolder = unknown.length > 0;
  const replacesImages = sources.directory !== null || images.length > unknown.length;
  const contentHash = contentHashOf(draft, stamps);
  return { draft, contentHash, images, replacesImages, lacksFolder, due };
}

/**
 * What is wrong with files and data: URIs, found by decoding each one. Addresses are not opened:
 * asking every server twice would be rude.
 */
export async function checkImages(
  images: readonly (FoundImage | MissingImage)[],
): Promise<ImageIssue[]> {
  const issues: ImageIssue[] = [];
  for (const image of images) {
    if (formOf(image.name) === 'ADDRESS') continue;
    const issue = 'code' in image ? image : await checkImage(image);
    if (issue) issues.push(issue);
  }
  return issues;
}

/** What is wrong with images, as issues of the row that names them. */
export function rowIssues(draft: ProductDraft, issues: readonly ImageIssue[]): RowIssue[] {
  const { row, externalId } = draft;
  return issues.map(({ code, message }) => ({ row, externalId, field: 'images', code, message }));
}

/** As far as a dry run goes: nothing is stored. */
export async function checkRowImages({
  draft,
  contentHash,
  images,
  replacesImages,
}: FoundRow): Promise<CheckedRow> {
  const issues = await checkImages(images);
  const lacksImages = replacesImages && issues.length > 0;
  const shown = replacesImages ? images.length - issues.length : null;
  return { draft, contentHash, lacksImages, shown, images: null, issues, imagesChanged: false };
}

/** What became of one image of a row. */
interface Outcome {
  /** What is linked to the product; undefined: nothing. */
  readonly stored: StoredImage | undefined;
  readonly reference: ReferenceWrite;
  readonly issue?: ImageIssue;
  readonly changed: boolean;
}

/** Stores the images of a row. Of an address that fails for now, the image it had is kept. */
export async function storeRowImages(
  sources: ImageSources,
  deps: StoreImageDeps & { readonly storage: Storage },
  { draft, contentHash, images, replacesImages }: FoundRow,
): Promise<CheckedRow> {
  const outcomes: Outcome[] = [];
  for (const image of images) {
    outcomes.push('code' in image ? missing(image) : await outcomeOf(sources, deps, image));
  }
  const stored = outcomes.flatMap((outcome) => outcome.stored ?? []);
  const references = outcomes.map(({ reference }) => reference);
  return {
    draft,
    contentHash,
    lacksImages: replacesImages && stored.length < outcomes.length,
    shown: replacesImages ? stored.length : null,
    images: replacesImages ? { stored, references } : null,
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
  const before = remote.validatorsOf(name) ?? { etag: null, lastModified: null };
  const result = await storeImage(image, deps);
  if ('stored' in result) {
    const { stored } = result;
    const validators = remote.validatorsOf(name) ?? before;
    const content = { status: 'STORED', sha256: stored.sha256, code: null, message: null } as const;
    const changed = known !== undefined && (known.isMixed || known.sha256 !== stored.sha256);
    return { stored, reference: { kind, source: name, ...validators, ...content }, changed };
  }
  const { issue, gone } = result;
  const facts = known && !gone ? await deps.recognise(known.sha256) : undefined;
  const kept = facts && { ...facts, name, kind };
  const { code, message } = issue;
  const content = { status: 'FAILED', sha256: kept?.sha256 ?? null, code, message } as const;
  const reference = { kind, source: name, ...before, ...content };
  return { stored: kept, reference, issue, changed: gone && known !== undefined };
}

function missing({ name, kind, code, message }: MissingImage): Outcome {
  const nothing = { sha256: null, etag: null, lastModified: null };
  const reference = { kind, source: name, code, message, status: 'FAILED' as const, ...nothing };
  return { stored: undefined, reference, issue: { name, code, message }, changed: false };
}
