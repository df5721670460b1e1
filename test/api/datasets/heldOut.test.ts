import { describe, expect, it } from 'vitest';
import { heldOutImages } from '../../../apps/api/src/datasets/heldOut.ts';
import type { DatasetImage } from '../../../apps/api/src/datasets/store.ts';

const image = (id: string, productId: string): DatasetImage => ({
  ...{ id, productId, sha256: id, kind: 'CATALOG', category: null, attributes: {} },
});

/** Every photo of each product; "both" is of a training and of a validation product. */
const PHOTOS: Record<string, DatasetImage[]> = {
  trained: [image('t1', 'trained'), image('both', 'trained')],
  validated: [image('v1', 'validated'), image('both', 'validated'), image('later', 'validated')],
  tested: [image('e1', 'tested'), image('later', 'tested'), image('t1', 'tested')],
};
const store = {
  imagesOfProducts: async (ids: readonly string[]) => ids.flatMap((id) => PHOTOS[id] ?? []),
};
const ids = (images: readonly DatasetImage[]) => images.map(({ id }) => id);

describe('held-out images', () => {
  it('are those of products and photos that no earlier split shows; the others are counted', async () => {
    const held = await heldOutImages(store, {
      TRAIN: [image('t1', 'trained'), image('both', 'trained')],
      VAL: [image('v1', 'validated')],
      TEST: [image('e1', 'tested')],
    });
    expect(ids(held.VAL)).toEqual(['v1', 'later']);
    expect(ids(held.TEST)).toEqual(['e1']);
    expect(held.shared).toBe(1 + 2);
  });

  it('are all photos of the products where none is shared', async () => {
    const held = await heldOutImages(store, {
      TRAIN: [image('other', 'elsewhere')],
      VAL: [image('v1', 'validated')],
      TEST: [],
    });
    expect(ids(held.VAL)).toEqual(['v1', 'both', 'later']);
    expect(held.shared).toBe(0);
  });
});
