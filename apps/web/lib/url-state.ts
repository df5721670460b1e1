/** The part of a page's state that lives in its address: filters and the place in a list. */

import type { Availability } from './api/generated/graphql';

export type SearchParams = Record<string, string | string[] | undefined>;

/** First value of a parameter, trimmed; undefined when absent or empty. */
export function one(params: SearchParams, name: string): string | undefined {
  const value = params[name];
  const first = (Array.isArray(value) ? value[0] : value)?.trim();
  return first || undefined;
}

/** Every value of a repeated parameter. */
export function many(params: SearchParams, name: string): string[] {
  const value = params[name];
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => Boolean(item));
}

/** A whole number within bounds, or the default where the address holds something else. */
export function integer(
  params: SearchParams,
  name: string,
  { fallback, min = 1, max = 2 ** 31 - 1 }: { fallback: number; min?: number; max?: number },
): number {
  const value = Number(one(params, name));
  return Number.isInteger(value) && value >= min && value <= max ? value : fallback;
}

export const availabilities: readonly Availability[] = [
  'IN_STOCK',
  'OUT_OF_STOCK',
  'PREORDER',
  'UNKNOWN',
];

export interface ProductFilterState {
  search?: string;
  catalogId?: string;
  category?: string[];
  brand?: string[];
  availability?: Availability[];
  minPrice?: number;
  maxPrice?: number;
  attributes?: { key: string; value: string }[];
}

/** Reads a product filter from an address; what is not understood is left out. */
export function readProductFilter(params: SearchParams): ProductFilterState {
  const filter: ProductFilterState = {
    search: one(params, 'q'),
    catalogId: one(params, 'catalog'),
    category: list(many(params, 'category')),
    brand: list(many(params, 'brand')),
    availability: list(
      many(params, 'availability').flatMap(
        (text) => availabilities.find((each) => each === text) ?? [],
      ),
    ),
    minPrice: price(one(params, 'min')),
    maxPrice: price(one(params, 'max')),
    attributes: list(many(params, 'attr').flatMap((text) => parseAttribute(text) ?? [])),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The names a product filter takes in an address. */
export const filterParams = [
  'q',
  'catalog',
  'category',
  'brand',
  'availability',
  'min',
  'max',
  'attr',
];

/** "baseColour:Black" -> key and value; null without a key or a value. */
export function parseAttribute(text: string): { key: string; value: string } | null {
  const colon = text.indexOf(':');
  const key = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  return colon > 0 && key && value ? { key, value } : null;
}

/** With another "key:value"; a product has one value of a key, so it takes the place of another. */
export function withAttribute(attributes: readonly string[], added: string): string[] {
  const key = parseAttribute(added)?.key;
  return [...attributes.filter((text) => parseAttribute(text)?.key !== key), added];
}

function list<Item>(items: Item[]): Item[] | undefined {
  return items.length ? items : undefined;
}

function price(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** The address' query string with some parameters replaced; undefined or [] removes one. */
export function withParams(
  params: SearchParams,
  changes: Record<string, string | number | string[] | undefined>,
): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...params, ...changes })) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== '') next.append(name, String(item));
    }
  }
  const text = next.toString();
  return text ? `?${text}` : '?';
}

/**
 * Cursor paging that can go back: `after` is this page's cursor, `trail` the cursors of the pages
 * before it, joined by "~", so that an address alone tells how to return. The first page has no
 * cursor and leaves no entry in the trail.
 */
export function nextPage(params: SearchParams, endCursor: string): string {
  const after = one(params, 'after');
  const trail = [...readTrail(params), ...(after ? [after] : [])];
  return withParams(params, { after: endCursor, trail: trail.join('~') });
}

/** The page before this one; null on the first. */
export function previousPage(params: SearchParams): string | null {
  if (!one(params, 'after')) return null;
  const trail = readTrail(params);
  const before = trail.pop();
  return withParams(params, { after: before, trail: trail.join('~') });
}

/** 1-based number of the page the address stands on. */
export function pageNumber(params: SearchParams): number {
  return one(params, 'after') ? readTrail(params).length + 2 : 1;
}

function readTrail(params: SearchParams): string[] {
  return one(params, 'trail')?.split('~') ?? [];
}
