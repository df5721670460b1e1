import type { Split } from '../../../../prisma/client/enums.ts';
import { AppError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import type { TripletsService } from '../triplets/service.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';
import { heldOutImages } from './heldOut.ts';
import { type Judged, judgedOf } from './judged.ts';
import { imagesShown, readMembers } from './members.ts';
import { type DecodeOptions, openDataset } from './openDataset.ts';
import type { DatasetStore } from './store.ts';

export interface LoadJudgedDeps {
  images: DatasetStore;
  triplets: TripletsService;
  storage: Storage;
}

/**
 * One split of a set, with the products that no earlier split shows held out: the same that a
 * training run is judged on. Of TRAIN no product is held out, so there is no retrieval to judge.
 * @throws TRIPLETS_EMPTY when the split has neither triplets nor held-out products
 */
export async function loadJudged(
  deps: LoadJudgedDeps,
  set: TripletSet,
  { split, ...options }: DecodeOptions & { split: Split },
): Promise<Judged> {
  const members = await readMembers(deps.triplets, set.id);
  const bySplit = await imagesShown(deps.images, members);
  const held = split === 'TRAIN' ? [] : (await heldOutImages(deps.images, bySplit))[split];
  const shown = [...bySplit[split], ...held];
  const dataset = await openDataset(deps.storage, { set, members, shown }, options);
  const triplets = dataset.tripletsOf(split).kept;
  const heldOut = dataset.placesOf(held);
  if (triplets.length === 0 && !heldOut) throw nothingToJudge(set, split);
  return judgedOf(dataset, { triplets, heldOut });
}

function nothingToJudge(set: TripletSet, split: Split): AppError {
  const message = `Triplet set ${set.name} version ${set.version} has nothing in ${split} to judge a model on.`;
  return new AppError('TRIPLETS_EMPTY', message, { split });
}
