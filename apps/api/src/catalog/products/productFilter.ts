import type { Availability } from '../../../../../prisma/client/enums.ts';
import { badInput } from '../../errors.ts';

/** Conditions on products; all given ones must hold. */
export interface ProductFilter {
  readonly catalogId?: string | undefined;
  readonly category?: readonly string[] | undefined;
  readonly brand?: readonly string[] | undefined;
  readonly availability?: readonly Availability[] | undefined;
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
  readonly attributes?: readonly { readonly key: string; readonly value: string }[] | undefined;
  /** Each word must occur in title, brand or external id. */
  readonly search?: string | undefined;
}

export interface SqlCondition {
  /** A condition for WHERE, never empty; parameters are $1, $2, ... */
  readonly sql: string;
  readonly params: readonly unknown[];
}

const MAX_SEARCH_WORDS = 10;

/**
 * The filter as SQL on "Product".
 * @param alias what the statement calls "Product"; written into the SQL, so never user input
 * @throws AppError BAD_INPUT for a price range that is empty or a search of too many words
 */
export function productFilterSql(filter: ProductFilter, alias: string): SqlCondition {
  if ((filter.minPrice ?? 0) > (filter.maxPrice ?? Number.POSITIVE_INFINITY)) {
    throw badInput('filter.minPrice', 'filter.minPrice is above filter.maxPrice.');
  }
  const params: unknown[] = [];
  const conditions: string[] = [];
  const where = (condition: (parameter: string) => string, value: unknown) => {
    conditions.push(condition(`$${params.push(value)}`));
  };
  const column = (name: string) => `${alias}."${name}"`;
  if (filter.catalogId) where((p) => `${column('catalogId')} = ${p}::uuid`, filter.catalogId);
  if (filter.category) where((p) => `${column('category')} = ANY(${p}::text[])`, filter.category);
  if (filter.brand) where((p) => `${column('brand')} = ANY(${p}::text[])`, filter.brand);
  if (filter.availability) {
    where((p) => `${column('availability')}::text = ANY(${p}::text[])`, filter.availability);
  }
  if (filter.minPrice != null) where((p) => `${column('price')} >= ${p}::numeric`, filter.minPrice);
  if (filter.maxPrice != null) where((p) => `${column('price')} <= ${p}::numeric`, filter.maxPrice);
  for (const { key, value } of filter.attributes ?? []) {
    where((p) => `${column('attributes')} @> ${p}::jsonb`, JSON.stringify({ [key]: value }));
  }
  for (const word of searchWords(filter.search)) {
    where(
      (p) =>
        `concat_ws(' ', ${column('title')}, ${column('brand')}, ${column('externalId')}) ILIKE ${p}`,
      word,
    );
  }
  return { sql: conditions.join(' AND ') || 'TRUE', params };
}

/** Words as patterns; what LIKE would read as a wildcard stands for itself. */
function searchWords(search: string | undefined): string[] {
  const words = (search ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length > MAX_SEARCH_WORDS) {
    throw badInput('filter.search', `filter.search may hold at most ${MAX_SEARCH_WORDS} words.`);
  }
  return words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}
