import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  type OpenedImages,
  openImages,
  type Preprocessing,
  type TrainingData,
} from '@semblance/ml';
import type { Split, TripletSet } from '../../../../prisma/client/client.ts';
import { type HeldOut, heldOutImages, placesOf, toHeldOut } from '../datasets/heldOut.ts';
import { type ImageLabels, labelsFor } from '../datasets/labels.ts';
import { imagesShown, readMembers } from '../datasets/members.ts';
import { AppError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { TripletsService } from '../triplets/service.ts';
import type { TrainingImage, TrainingStore } from './store.ts';

export interface LoadedTriplets {
  data: TrainingData;
  pictures: OpenedImages;
  images: readonly TrainingImage[];
  labels: ImageLabels;
  test: Uint32Array;
  /** Images of products that no triplet of TRAIN or VAL shows. */
  testHeldOut: HeldOut | undefined;
  skippedImages: number;
  skippedTriplets: number;
}

export interface LoadDeps {
  store: TrainingStore;
  triplets: TripletsService;
  storage: Storage;
  dataDir: string;
}

export interface LoadOptions {
  preprocessing: Preprocessing;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

/** More unreadable images than this share is a fault of the store, not of a few photos. */
const MOST_FAILURES = 0.05;
const SPLITS: readonly Split[] = ['TRAIN', 'VAL', 'TEST'];

/**
 * Everything a run trains and is judged on: triplets as places in one list of decoded images,
 * and the held-out products of VAL (during training) and TEST (at the end).
 * @throws TRIPLETS_EMPTY, IMAGE_MISSING and the like when too many images can not be read
 */
export async function loadTriplets(
  deps: LoadDeps,
  set: TripletSet,
  options: LoadOptions,
): Promise<LoadedTriplets> {
  const members = await readMembers(deps.triplets, set.id);
  const shown = await imagesShown(deps.store, members);
  const heldOut = await heldOutImages(deps.store, shown);
  const images = inOrder([
    ...SPLITS.flatMap((split) => shown[split]),
    ...heldOut.VAL,
    ...heldOut.TEST,
  ]);
  const pictures = await openImages(
    images.map(({ sha256 }) => deps.storage.pathOf(sha256)),
    options.preprocessing,
    {
      signal: options.signal,
      onProgress: options.onProgress,
      cachePath: join(
        deps.dataDir,
        'cache',
        'packed',
        `${set.id}-${options.preprocessing.size}.bin`,
      ),
    },
  );
  const broken = new Set(pictures.failures.map(({ index }) => index));
  requireFewFailures(pictures);
  const placeOf = new Map(images.map(({ id }, index) => [id, index]));
  const memberPlaces = Int32Array.from(members.ids, (id) => placeOf.get(id) ?? -1);
  const places = (split: Split) => toPlaces(members.bySplit[split], memberPlaces, broken);
  const [train, val, test] = [places('TRAIN'), places('VAL'), places('TEST')];
  requireTriplets(set, train.kept, val.kept);
  const matchOn = (set.recipe as { matchOn?: unknown }).matchOn;
  const labels = labelsFor(images, matchOn);
  const look = images.map(labels.look);
  const valHeldOut = placesOf(heldOut.VAL, placeOf, broken);
  const data: TrainingData = {
    images: pictures,
    train: train.kept,
    val: val.kept,
    heldOut: valHeldOut && toHeldOut(valHeldOut, look),
    labels: look,
    categories: images.map(labels.category),
    facets: labels.facets.map((facet) => images.map(facet)),
    fingerprint: fingerprintOf(images, [train.kept, val.kept]),
  };
  return {
    data,
    pictures,
    images,
    labels,
    test: test.kept,
    testHeldOut: placesOf(heldOut.TEST, placeOf, broken),
    skippedImages: broken.size,
    skippedTriplets: train.skipped + val.skipped + test.skipped,
  };
}

/** Each image once, by id, so that the same set always gives the same list. */
function inOrder(images: readonly TrainingImage[]): TrainingImage[] {
  const byId = new Map(images.map((image) => [image.id, image]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function toPlaces(
  members: Uint32Array,
  placeOf: Int32Array,
  broken: ReadonlySet<number>,
): { kept: Uint32Array; skipped: number } {
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

export function requireFewFailures({ failures, count }: OpenedImages): void {
  const [first] = failures;
  if (!first || failures.length <= MOST_FAILURES * count) return;
  const message = `${failures.length} of ${count} images can not be read; the first: ${first.error.message}`;
  const paths = failures.slice(0, 10).map(({ path }) => path);
  throw new AppError(first.error.code, message, { failed: failures.length, count, paths });
}

function requireTriplets(set: TripletSet, train: Uint32Array, val: Uint32Array): void {
  const empty = train.length === 0 ? 'TRAIN' : val.length === 0 ? 'VAL' : undefined;
  if (empty === undefined) return;
  const message = `Triplet set ${set.name} version ${set.version} has no usable ${empty} triplet.`;
  throw new AppError('TRIPLETS_EMPTY', message, { split: empty });
}

/** Names pictures and triplets alike: the same hash means the same data in the same order. */
function fingerprintOf(images: readonly TrainingImage[], triplets: readonly Uint32Array[]): string {
  const hash = createHash('sha256');
  for (const { sha256 } of images) hash.update(sha256);
  for (const part of triplets) {
    hash.update(`|${part.length}|`);
    hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  return hash.digest('hex');
}
