import { openImages, type Preprocessing } from '@semblance/ml';
import type { Split, TripletSet } from '../../../../prisma/client/client.ts';
import { AppError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { TrainingImage, TrainingStore } from '../training/store.ts';
import { requireFewFailures, toPlaces } from '../training/trainingData.ts';
import type { TripletsService } from '../triplets/service.ts';
import { heldOutImages, placesOf } from './heldOut.ts';
import { type Judged, judgedOf } from './judged.ts';
import { labelsFor } from './labels.ts';
import { imagesShown, readMembers } from './members.ts';

export interface LoadJudgedDeps {
  images: Pick<TrainingStore, 'trainingImages' | 'imagesOfProducts'>;
  triplets: TripletsService;
  storage: Storage;
}

export interface LoadJudgedOptions {
  split: Split;
  preprocessing: Preprocessing;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

/**
 * One split of a set, with the products that no earlier split shows held out: the same that a
 * training run is judged on. Of TRAIN no product is held out, so there is no retrieval to judge.
 * @throws TRIPLETS_EMPTY when the split has neither triplets nor held-out products
 */
export async function loadJudged(
  deps: LoadJudgedDeps,
  set: TripletSet,
  { split, preprocessing, signal, onProgress }: LoadJudgedOptions,
): Promise<Judged> {
  const members = await readMembers(deps.triplets, set.id);
  const shown = await imagesShown(deps.images, members);
  const held = split === 'TRAIN' ? [] : (await heldOutImages(deps.images, shown))[split];
  const images = [...byId([...shown[split], ...held]).values()];
  const pictures = await openImages(
    images.map(({ sha256 }) => deps.storage.pathOf(sha256)),
    preprocessing,
    { signal, onProgress },
  );
  requireFewFailures(pictures);
  const broken = new Set(pictures.failures.map(({ index }) => index));
  const placeOf = new Map(images.map(({ id }, place) => [id, place]));
  const memberPlaces = Int32Array.from(members.ids, (id) => placeOf.get(id) ?? -1);
  const triplets = toPlaces(members.bySplit[split], memberPlaces, broken).kept;
  const heldOut = placesOf(held, placeOf, broken);
  if (triplets.length === 0 && !heldOut) throw nothingToJudge(set, split);
  const labels = labelsFor(images, (set.recipe as { matchOn?: unknown }).matchOn);
  return judgedOf({ triplets, heldOut, images, labels, pictures });
}

/** Each image once, in order of id, so that the same data always gives the same rows. */
function byId(images: readonly TrainingImage[]): Map<string, TrainingImage> {
  return new Map(
    images.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((image) => [image.id, image]),
  );
}

function nothingToJudge(set: TripletSet, split: Split): AppError {
  const message = `Triplet set ${set.name} version ${set.version} has nothing in ${split} to judge a model on.`;
  return new AppError('TRIPLETS_EMPTY', message, { split });
}
