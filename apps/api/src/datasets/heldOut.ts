import type { HeldOutImages } from '@semblance/ml';
import type { Split } from '../../../../prisma/client/enums.ts';
import type { BySplit } from './members.ts';
import type { DatasetImage, DatasetStore } from './store.ts';

/** Places in the list of images; the products are those of the split alone. */
export interface HeldOut {
  indexes: Uint32Array;
  groups: string[];
}

export interface HeldOutSplits {
  VAL: DatasetImage[];
  TEST: DatasetImage[];
  /** Photos of held-out products that an earlier split shows under another product: left out. */
  shared: number;
}

/**
 * All photos of the products that VAL shows and TRAIN does not; of TEST, neither of the others. One
 * photo may be of several products: one that an earlier split shows is no photo that the model has
 * not seen, whatever product it stands for here.
 */
export async function heldOutImages(
  store: Pick<DatasetStore, 'imagesOfProducts'>,
  shown: BySplit<DatasetImage[]>,
): Promise<HeldOutSplits> {
  const products = (split: Split) =>
    new Set(shown[split].flatMap(({ productId }) => (productId === null ? [] : [productId])));
  const [train, val, test] = [products('TRAIN'), products('VAL'), products('TEST')];
  const [inVal, inTest] = [
    await store.imagesOfProducts([...without(val, train)]),
    await store.imagesOfProducts([...without(without(test, train), val)]),
  ];
  const [VAL, TEST] = [
    unseen(inVal, shown.TRAIN),
    unseen(inTest, [...shown.TRAIN, ...shown.VAL, ...inVal]),
  ];
  return { VAL, TEST, shared: inVal.length - VAL.length + inTest.length - TEST.length };
}

function unseen(images: readonly DatasetImage[], seen: readonly DatasetImage[]): DatasetImage[] {
  const ids = new Set(seen.map(({ id }) => id));
  return images.filter(({ id }) => !ids.has(id));
}

function without(ids: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...ids].filter((id) => !others.has(id)));
}

/** Undefined where there is nothing to find: fewer than two products. */
export function placesOf(
  images: readonly DatasetImage[],
  placeOf: ReadonlyMap<string, number>,
  broken: ReadonlySet<number>,
): HeldOut | undefined {
  const usable = images.filter(({ id }) => !broken.has(placeOf.get(id) ?? -1));
  const groups = usable.map(({ productId, id }) => productId ?? id);
  if (new Set(groups).size < 2) return undefined;
  return { indexes: Uint32Array.from(usable, ({ id }) => placeOf.get(id) as number), groups };
}

/** @param labels one an image; @param labelSet what they are made of */
export function toHeldOut(
  { indexes, groups }: HeldOut,
  labels: readonly string[],
  labelSet: readonly string[],
): HeldOutImages {
  return {
    labelSet,
    imageIndexes: indexes,
    groups,
    labels: Array.from(indexes, (index) => labels[index] as string),
  };
}
