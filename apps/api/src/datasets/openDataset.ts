import { type OpenedImages, openImages, type Preprocessing } from '@semblance/ml';
import type { Split } from '../../../../prisma/client/enums.ts';
import { AppError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { matchedOn } from '../triplets/recipe.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';
import { type HeldOut, placesOf } from './heldOut.ts';
import { type ImageLabels, labelsFor } from './labels.ts';
import type { Members } from './members.ts';
import type { DatasetImage } from './store.ts';

export interface DecodeOptions {
  preprocessing: Preprocessing;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

export interface KeptTriplets {
  /** Three places in the list of images a triplet. */
  kept: Uint32Array;
  /** Triplets left out because an image of theirs can not be read. */
  skipped: number;
}

/** Decoded images of a triplet set with their labels; triplets are places in the list of images. */
export interface Dataset {
  /** Each once, in order of id, so that the same data always gives the same list. */
  images: readonly DatasetImage[];
  /** The pictures themselves, in the order of `images`. */
  pictures: OpenedImages;
  labels: ImageLabels;
  /** Images that can not be read: too few of them to refuse the data. */
  skippedImages: number;
  tripletsOf: (split: Split) => KeptTriplets;
  placesOf: (images: readonly DatasetImage[]) => HeldOut | undefined;
}

/** More unreadable images than this share is a fault of the store, not of a few photos. */
const MOST_FAILURES = 0.05;

/**
 * Decodes images of a set, in any order and given once or more.
 * @param cachePath where packed images are kept for the next time; not kept without it
 * @throws IMAGE_MISSING and the like when too many images can not be read, CANCELLED
 */
export async function openDataset(
  storage: Pick<Storage, 'pathOf'>,
  { set, members, shown }: { set: TripletSet; members: Members; shown: readonly DatasetImage[] },
  options: DecodeOptions & { cachePath?: string },
): Promise<Dataset> {
  const { preprocessing, ...rest } = options;
  const images = inOrder(shown);
  const paths = images.map(({ sha256 }) => storage.pathOf(sha256));
  const pictures = await openImages(paths, preprocessing, rest);
  requireFewFailures(pictures);
  const broken = new Set(pictures.failures.map(({ index }) => index));
  const placeOf = new Map(images.map(({ id }, place) => [id, place]));
  const memberPlaces = Int32Array.from(members.ids, (id) => placeOf.get(id) ?? -1);
  return {
    images,
    pictures,
    labels: labelsFor(images, matchedOn(set.recipe)),
    skippedImages: broken.size,
    tripletsOf: (split) => toPlaces(members.bySplit[split], memberPlaces, broken),
    placesOf: (some) => placesOf(some, placeOf, broken),
  };
}

function inOrder(images: readonly DatasetImage[]): DatasetImage[] {
  const byId = new Map(images.map((image) => [image.id, image]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function toPlaces(
  members: Uint32Array,
  placeOf: Int32Array,
  broken: ReadonlySet<number>,
): KeptTriplets {
  const kept = new Uint32Array(members.length);
  let length = 0;
  for (let at = 0; at < members.length; at += 3) {
    const three = Array.from(members.subarray(at, at + 3), (image) => placeOf[image] ?? -1);
    if (three.some((place) => place < 0 || broken.has(place))) continue;
    kept.set(three, length);
    length += 3;
  }
  return { kept: kept.slice(0, length), skipped: (members.length - length) / 3 };
}

function requireFewFailures({ failures, count }: OpenedImages): void {
  const [first] = failures;
  if (!first || failures.length <= MOST_FAILURES * count) return;
  const message = `${failures.length} of ${count} images can not be read; the first: ${first.error.message}`;
  const paths = failures.slice(0, 10).map(({ path }) => path);
  throw new AppError(first.error.code, message, { failed: failures.length, count, paths });
}
