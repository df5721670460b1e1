import { describe, expect, it } from 'vitest';
import {
  integer,
  nextPage,
  pageNumber,
  previousPage,
  readProductFilter,
  type SearchParams,
  withAttribute,
  withParams,
} from '../../apps/web/lib/url-state.ts';

/** What the browser would hand back for a query string. */
function parse(text: string): SearchParams {
  const params: SearchParams = {};
  const search = new URLSearchParams(text);
  for (const name of new Set(search.keys())) params[name] = search.getAll(name);
  return params;
}

describe('readProductFilter', () => {
  it('reads every kind of filter', () => {
    const params = parse(
      'q=blue+shirt&category=Shirts&category=Jeans&brand=Levis&availability=IN_STOCK&min=10&max=50&attr=baseColour:Navy+Blue',
    );
    expect(readProductFilter(params)).toEqual({
      search: 'blue shirt',
      category: ['Shirts', 'Jeans'],
      brand: ['Levis'],
      availability: ['IN_STOCK'],
      minPrice: 10,
      maxPrice: 50,
      attributes: [{ key: 'baseColour', value: 'Navy Blue' }],
    });
  });

  it('leaves out what it does not understand', () => {
    const params = parse('q=&availability=SOON&min=cheap&max=-1&attr=colour&attr=:red&attr=size:');
    expect(readProductFilter(params)).toEqual({});
  });
});

describe('withAttribute', () => {
  it('adds one, which takes the place of another value of the same name', () => {
    const one = withAttribute([], 'colour:Red');
    expect(withAttribute(one, 'fit:Slim')).toEqual(['colour:Red', 'fit:Slim']);
    expect(withAttribute(['colour:Red', 'fit:Slim'], 'colour:Blue')).toEqual([
      'fit:Slim',
      'colour:Blue',
    ]);
  });
});

describe('integer', () => {
  it('falls back on anything but a whole number within bounds', () => {
    const bounds = { fallback: 24, max: 96 };
    expect(integer({ show: '48' }, 'show', bounds)).toBe(48);
    for (const show of ['0', '97', '1.5', 'many', undefined]) {
      expect(integer({ show }, 'show', bounds)).toBe(24);
    }
  });
});

describe('withParams', () => {
  it('replaces, adds and removes without touching the rest', () => {
    const params = { q: 'shirt', brand: ['A', 'B'], after: 'x' };
    expect(withParams(params, { after: undefined, brand: ['A'], min: 5 })).toBe(
      '?q=shirt&brand=A&min=5',
    );
  });
});

describe('paging', () => {
  it('returns through the same pages it came by', () => {
    const first: SearchParams = { q: 'shirt' };
    const second = parse(nextPage(first, 'c1'));
    const third = parse(nextPage(second, 'c2'));
    const fourth = parse(nextPage(third, 'c3'));
    expect(fourth.after).toEqual(['c3']);
    expect([first, second, third, fourth].map(pageNumber)).toEqual([1, 2, 3, 4]);

    expect(parse(previousPage(fourth) ?? '')).toEqual(third);
    expect(parse(previousPage(third) ?? '')).toEqual(second);
    expect(parse(previousPage(second) ?? '')).toEqual({ q: ['shirt'] });
    expect(previousPage(first)).toBeNull();
  });
});
