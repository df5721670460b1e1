/** How the catalog's products are listed, as the address says. */

import type { ProductOrder } from '../api/generated/graphql';
import { formatCount, plural } from '../format.ts';
import { filterParams, many, one, type SearchParams } from '../url-state.ts';

export type ListingView = 'grid' | 'table';

export const orders: readonly { value: ProductOrder; label: string }[] = [
  { value: 'OLDEST', label: 'First imported' },
  { value: 'NEWEST', label: 'Last imported' },
  { value: 'CHANGED', label: 'Last changed' },
  { value: 'TITLE', label: 'Title' },
  { value: 'PRICE_LOW', label: 'Lowest price' },
  { value: 'PRICE_HIGH', label: 'Highest price' },
];

export interface Listing {
  order: ProductOrder;
  view: ListingView;
}

export function readListing(params: SearchParams): Listing {
  const order = orders.find(({ value }) => value === one(params, 'order'))?.value ?? 'OLDEST';
  return { order, view: one(params, 'view') === 'table' ? 'table' : 'grid' };
}

/** "12 of 120 products" under a filter, "120 products" without. */
export function resultWords(found: number, all: number, params: SearchParams): string {
  const filtered = filterParams.some((name) => many(params, name).length > 0);
  return filtered ? `${formatCount(found)} of ${plural(all, 'product')}` : plural(all, 'product');
}
