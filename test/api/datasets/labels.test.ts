import { describe, expect, it } from 'vitest';
import { labelsFor } from '../../../apps/api/src/datasets/labels.ts';
import type { DatasetImage } from '../../../apps/api/src/datasets/store.ts';

describe('labels of images', () => {
  const image = (id: string, category: string | null, attributes: object): DatasetImage => ({
    ...{ id, sha256: id, productId: `product of ${id}`, kind: 'CATALOG', category },
    attributes: attributes as Record<string, unknown>,
  });
  const [red, alsoRed, blue, plain] = [
    image('a', 'Shirts', { baseColour: 'Red', season: 'Fall' }),
    image('b', 'Shirts', { baseColour: 'Red', season: 'Summer' }),
    image('c', 'Shirts', { baseColour: 'Blue' }),
    image('d', 'Shirts', {}),
  ] as const;

  it('are alike for products of one category and the matched attributes', () => {
    const { look, category } = labelsFor([red, alsoRed, blue, plain], ['baseColour']);
    expect(look(red)).toBe(look(alsoRed));
    expect(look(red)).not.toBe(look(blue));
    expect(category(red)).toBe(category(blue));
  });

  it('are alone for a product that lacks an attribute or a category', () => {
    const nowhere = image('e', null, { baseColour: 'Red' });
    const { look, category } = labelsFor([red, plain, nowhere], ['baseColour']);
    expect(new Set([red, plain, nowhere].map(look)).size).toBe(3);
    expect(category(nowhere)).not.toBe(category(red));
  });

  it('use the colour that the products have where a set does not say what it matched', () => {
    const { attributes } = labelsFor([red, alsoRed, blue], undefined);
    expect(attributes).toEqual(['baseColour']);
  });
});
