import type { HeldOutImages } from '@semblance/ml';
import type { Split } from '../../../../prisma/client/enums.ts';
import type { TrainingImage, TrainingStore } from '../training/store.ts';

export type BySplit<T> = Record<Split, T>;

/** Places in the list of images; the products are those of the split alone. */
export interface HeldOut {
  indexes: Uint32Array;
  groups: string[];
}

const QUERY_SIZE = 5_000;

/** All photos of the products that VAL shows and TRAIN does not; of TEST, neither of the others. */
export async function heldOutImages(
  store: Pick<TrainingStore, 'imagesOfProducts'>,
  shown: BySplit<TrainingImage[]>,
): Promise<{ VAL: TrainingImage[]; TEST: TrainingImage[] }> {
  const products = (split: Split) =>
    new Set(shown[split].flatMap(({ productId }) => (productId === null ? [] : [productId])));
  const [train, val, test] = [products('TRAIN'), products('VAL'), products('TEST')];
  const photos = (ids: Iterable<string>) =>
    inChunks([...ids], (chunk) => store.imagesOfProducts(chunk));
  return {
    VAL: await photos(without(val, train)),
    TEST: await photos(without(without(test, train), val)),
  };
}

function without(ids: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...ids].filter((id) => !others.has(id)));
}

/** Undefined where there is nothing to find: fewer than two products. */
export function placesOf(
  images: readonly TrainingImage[],
  placeOf: ReadonlyMap<string, number>,
  broken: ReadonlySet<number>,
): HeldOut | undefined {
  const usable = images.filter(({ id }) => !broken.has(placeOf.get(id) ?? -1));
  const groups = usable.map(({ productId, id }) => productId ?? id);
  if (new Set(groups).size < 2) return undefined;
  return { indexes: Uint32Array.from(usable, ({ id }) => placeOf.get(id) as number), groups };
}

export function toHeldOut({ indexes, groups }: HeldOut, labels: readonly string[]): HeldOutImages {
  return {
    imageIndexes: indexes,
    groups,
    labels: Array.from(indexes, (index) => labels[index] as string),
  };
}

/** Long lists of ids, asked for a part at a time. */
export async function inChunks<T>(
  ids: readonly string[],
  read: (chunk: string[]) => Promise<T[]>,
): Promise<T[]> {
  const rows: T[] = [];
  for (let at = 0; at < ids.length; at += QUERY_SIZE) {
    for (const row of await read(ids.slice(at, at + QUERY_SIZE))) rows.push(row);
  }
  return rows;
}
