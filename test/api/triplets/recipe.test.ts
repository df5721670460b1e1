import type { TripletProduct } from '@semblance/ml';
import { describe, expect, it } from 'vitest';
import { parseGenerateInput } from '../../../apps/api/src/triplets/generateInput.ts';
import { chooseMatchOn } from '../../../apps/api/src/triplets/matchOn.ts';
import { settleRecipe } from '../../../apps/api/src/triplets/settleRecipe.ts';

function product(
  n: number,
  attributes: Record<string, string>,
  category = 'Shirts',
): TripletProduct {
  return { id: String(n), category, attributes, images: [{ id: `i${n}`, kind: 'CATALOG' }] };
}

const some = (count: number, make: (n: number) => TripletProduct) =>
  Array.from({ length: count }, (_, n) => make(n));

const asked = parseGenerateInput({ catalogId: '', name: '' });

describe('the recipe of a generated set', () => {
  it('matches on the colour that most products have', () => {
    const products = some(20, (n) =>
      product(n, { baseColour: n % 2 ? 'Red' : 'Blue', season: 'Fall' }),
    );
    expect(chooseMatchOn(products)).toEqual(['baseColour']);
  });

  it('matches on the pattern too while most products still have a partner', () => {
    const products = some(40, (n) =>
      product(n, { colour: n % 2 ? 'Red' : 'Blue', pattern: n % 4 < 2 ? 'plain' : 'checked' }),
    );
    expect(chooseMatchOn(products)).toEqual(['colour', 'pattern']);
  });

  it('leaves the pattern out where it would leave most products alone', () => {
    const products = some(40, (n) =>
      product(n, { colour: n % 2 ? 'Red' : 'Blue', pattern: `p${n}` }),
    );
    expect(chooseMatchOn(products)).toEqual(['colour']);
  });

  it('matches on nothing where fewer than half the products have a colour', () => {
    const products = some(20, (n) => product(n, n < 8 ? { color: 'Red' } : {}));
    expect(chooseMatchOn(products)).toEqual([]);
  });

  it('asks for no in-class negatives where nothing but the category is matched', () => {
    const products = some(20, (n) => product(n, {}, n % 2 ? 'Shirts' : 'Shoes'));
    const { recipe, notes } = settleRecipe(asked, products);
    expect(recipe.inClassShare).toEqual({ catalog: 0, wild: 0 });
    expect(notes.join(' ')).toContain('No in-class negatives');
  });

  it('asks for in-class negatives alone where there is one category', () => {
    const products = some(20, (n) => product(n, { colour: n % 2 ? 'Red' : 'Blue' }));
    expect(settleRecipe(asked, products).recipe.inClassShare).toEqual({ catalog: 1, wild: 1 });
  });

  it('asks for no wild queries where there are no wild photos', () => {
    const products = some(20, (n) => product(n, { colour: 'Red' }));
    expect(asked.wildQueryShare).toBe(0.5);
    expect(settleRecipe(asked, products).recipe.wildQueryShare).toBe(0);
  });
});
