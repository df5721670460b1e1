import { SPLITS } from '@semblance/ml';
import type { Split } from '../../../../prisma/client/enums.ts';
import type { TripletsService } from '../triplets/service.ts';
import type { DatasetImage, DatasetStore } from './store.ts';

export type BySplit<T> = Record<Split, T>;

/** The triplets of a set as numbers: millions of rows fit where their ids as text would not. */
export interface Members {
  /** Every image id once, in the order in which the rows name them. */
  ids: string[];
  /** Three places in `ids` a triplet. */
  bySplit: BySplit<Uint32Array>;
}

/** Reads the rows of every split in batches. */
export async function readMembers(
  triplets: Pick<TripletsService, 'trainingTriplets'>,
  setId: string,
): Promise<Members> {
  const ids: string[] = [];
  const placeOf = new Map<string, number>();
  const place = (id: string) => {
    const known = placeOf.get(id);
    if (known !== undefined) return known;
    placeOf.set(id, ids.length);
    return ids.push(id) - 1;
  };
  const read = async (split: Split) => {
    const parts: Uint32Array[] = [];
    for await (const batch of triplets.trainingTriplets(setId, split)) {
      const part = new Uint32Array(batch.length * 3);
      for (const [row, { query, positive, negative }] of batch.entries()) {
        part.set([place(query), place(positive), place(negative)], row * 3);
      }
      parts.push(part);
    }
    return joined(parts);
  };
  const [TRAIN, VAL, TEST] = [await read('TRAIN'), await read('VAL'), await read('TEST')];
  return { ids, bySplit: { TRAIN, VAL, TEST } };
}

/** The images that the triplets of each split show. */
export async function imagesShown(
  store: Pick<DatasetStore, 'imagesByIds'>,
  { ids, bySplit }: Members,
): Promise<BySplit<DatasetImage[]>> {
  const images: BySplit<DatasetImage[]> = { TRAIN: [], VAL: [], TEST: [] };
  for (const split of SPLITS) {
    const shown = [...new Set(bySplit[split])].map((place) => ids[place] as string);
    images[split] = await store.imagesByIds(shown);
  }
  return images;
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
