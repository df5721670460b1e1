import { UUID } from '../../database/uuid.ts';
import { decodeCursor, encodeCursor, foreignCursor } from '../../paging.ts';

/** The ways in which products can be listed. */
export const PRODUCT_ORDERS = [
  'OLDEST',
  'NEWEST',
  'CHANGED',
  'TITLE',
  'PRICE_LOW',
  'PRICE_HIGH',
] as const;
export type ProductOrder = (typeof PRODUCT_ORDERS)[number];

interface SortKey {
  /** Of "Product" product; never null. */
  readonly sql: string;
  readonly type: string;
  readonly descending?: boolean;
}

/** What comes first in each; the id decides between equals. Products without a price come last. */
export const SORT_KEYS: Readonly<Record<ProductOrder, SortKey>> = {
  // Ids are made in the order of time.
  OLDEST: { sql: 'product.id', type: 'uuid' },
  NEWEST: { sql: 'product.id', type: 'uuid', descending: true },
  CHANGED: { sql: 'product."updatedAt"', type: 'timestamptz', descending: true },
  TITLE: { sql: 'lower(product.title)', type: 'text' },
  PRICE_LOW: { sql: `coalesce(product.price, 'Infinity')`, type: 'numeric' },
  PRICE_HIGH: { sql: 'coalesce(product.price, -1)', type: 'numeric', descending: true },
};

/** Where a page ended: the sort key of its last product, as text, and its id. */
export interface ProductPlace {
  readonly key: string;
  readonly id: string;
}

export function writePlace(order: ProductOrder, { key, id }: ProductPlace): string {
  return encodeCursor([order, key, id]);
}

/** @throws BAD_INPUT for a cursor of another field or order */
export function readPlace(
  after: string | null | undefined,
  order: ProductOrder,
): ProductPlace | undefined {
  const [of, key, id] = decodeCursor(after, 3) ?? [];
  if (of === undefined) return undefined;
  const fits = of === order && typeof key === 'string' && typeof id === 'string' && UUID.test(id);
  if (!fits || !KEYS[SORT_KEYS[order].type]?.test(key)) throw foreignCursor();
  return { key, id };
}

/** What a key of each type looks like, so that a forged one never reaches the database. */
const KEYS: Readonly<Record<string, RegExp>> = {
  uuid: UUID,
  timestamptz: /^[\d :.+-]{10,40}$/,
  text: /^[^\0]*$/s,
  numeric: /^(Infinity|-?\d{1,20}(\.\d{1,20})?)$/,
};
