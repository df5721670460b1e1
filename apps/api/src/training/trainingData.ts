import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SPLITS, type TrainingData } from '@semblance/ml';
import { type HeldOut, heldOutImages, toHeldOut } from '../datasets/heldOut.ts';
import { imagesShown, readMembers } from '../datasets/members.ts';
import { type Dataset, type DecodeOptions, openDataset } from '../datasets/openDataset.ts';
import type { DatasetImage, DatasetStore } from '../datasets/store.ts';
import { AppError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { TripletsService } from '../triplets/service.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';

export interface LoadedTriplets extends Dataset {
  data: TrainingData;
  test: Uint32Array;
  /** Images of products that no triplet of TRAIN or VAL shows. */
  testHeldOut: HeldOut | undefined;
  skippedTriplets: number;
  /** Photos that are not held out, because an earlier split shows them too. */
  sharedImages: number;
}

export interface LoadDeps {
  images: DatasetStore;
  triplets: TripletsService;
  storage: Storage;
  dataDir: string;
}

/**
 * Everything a run trains and is judged on: triplets as places in one list of decoded images,
 * and the held-out products of VAL (during training) and TEST (at the end).
 * @throws TRIPLETS_EMPTY, IMAGE_MISSING and the like when too many images can not be read
 */
export async function loadTriplets(
  deps: LoadDeps,
  set: TripletSet,
  options: DecodeOptions,
): Promise<LoadedTriplets> {
  const members = await readMembers(deps.triplets, set.id);
  const bySplit = await imagesShown(deps.images, members);
  const heldOut = await heldOutImages(deps.images, bySplit);
  const shown = [...SPLITS.flatMap((split) => bySplit[split]), ...heldOut.VAL, ...heldOut.TEST];
  const cache = `${set.id}-${options.preprocessing.size}.bin`;
  const cachePath = join(deps.dataDir, 'cache', 'packed', cache);
  const dataset = await openDataset(
    deps.storage,
    { set, members, shown },
    { ...options, cachePath },
  );
  const { tripletsOf } = dataset;
  const [train, val, test] = [tripletsOf('TRAIN'), tripletsOf('VAL'), tripletsOf('TEST')];
  requireTriplets(set, train.kept, val.kept);
  return {
    ...dataset,
    data: trainingData(dataset, { train: train.kept, val: val.kept, heldOut: heldOut.VAL }),
    test: test.kept,
    testHeldOut: dataset.placesOf(heldOut.TEST),
    skippedTriplets: train.skipped + val.skipped + test.skipped,
    sharedImages: heldOut.shared,
  };
}

function trainingData(
  { images, pictures, labels, placesOf }: Dataset,
  { train, val, heldOut }: { train: Uint32Array; val: Uint32Array; heldOut: DatasetImage[] },
): TrainingData {
  const look = images.map(labels.look);
  const valHeldOut = placesOf(heldOut);
  return {
    images: pictures,
    train,
    val,
    heldOut: valHeldOut && toHeldOut(valHeldOut, look, labels.lookSet),
    labels: look,
    categories: images.map(labels.category),
    facets: labels.facets.map((facet) => images.map(facet)),
    fingerprint: fingerprintOf(images, [train, val]),
  };
}

function requireTriplets(set: TripletSet, train: Uint32Array, val: Uint32Array): void {
  const empty = train.length === 0 ? 'TRAIN' : val.length === 0 ? 'VAL' : undefined;
  if (empty === undefined) return;
  const message = `Triplet set ${set.name} version ${set.version} has no usable ${empty} triplet.`;
  throw new AppError('TRIPLETS_EMPTY', message, { split: empty });
}

/** Names pictures and triplets alike: the same hash means the same data in the same order. */
function fingerprintOf(images: readonly DatasetImage[], triplets: readonly Uint32Array[]): string {
  const hash = createHash('sha256');
  for (const { sha256 } of images) hash.update(sha256);
  for (const part of triplets) {
    hash.update(`|${part.length}|`);
    hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  return hash.digest('hex');
}
