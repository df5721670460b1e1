/** The attributes of a catalog's products: what can be filtered by, and what triplets can share. */

import type { CatalogAttributeFragment } from '../api/generated/graphql.ts';
import { formatCount, formatPercent, shareOf } from '../format.ts';

export type CatalogAttribute = CatalogAttributeFragment;

interface CatalogOfAttributes {
  productCount: number;
  attributes: readonly CatalogAttribute[];
}

/** The attributes of several catalogs as those of one, what most products have first. */
export function mergeAttributes(catalogs: readonly CatalogOfAttributes[]): CatalogOfAttributes {
  const byName = Map.groupBy(
    catalogs.flatMap(({ attributes }) => attributes),
    ({ name }) => name,
  );
  const attributes = [...byName].map(([name, parts]) => ({
    name,
    products: sum(parts.map(({ products }) => products)),
    // The same value may be in several catalogs: not fewer than in the richest of them.
    distinct: Math.max(...parts.map(({ distinct }) => distinct)),
    values: mergeValues(parts),
  }));
  return {
    productCount: sum(catalogs.map(({ productCount }) => productCount)),
    attributes: attributes.sort((a, b) => b.products - a.products || compare(a.name, b.name)),
  };
}

function mergeValues(parts: readonly CatalogAttribute[]): CatalogAttribute['values'] {
  const counts = new Map<string, number>();
  for (const { value, count } of parts.flatMap(({ values }) => values)) {
    counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compare(a.value, b.value));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** "98% of products, 46 values". */
export function coverageWords(attribute: CatalogAttribute, productCount: number): string {
  const { products, distinct } = attribute;
  const values = `${formatCount(distinct)} ${distinct === 1 ? 'value' : 'values'}`;
  return `${formatPercent(shareOf(products, productCount))} of products, ${values}`;
}

const likelyName = /colou?r/i;
/** An attribute that fewer products have says little about the catalog. */
const leastCoverage = 0.5;

/** What a positive most likely shares with its query: the colour that most products have. */
export function likelyMatch({ productCount, attributes }: CatalogOfAttributes): string | null {
  const found = attributes.find(
    ({ name, products }) => likelyName.test(name) && products >= leastCoverage * productCount,
  );
  return found?.name ?? null;
}

/**
 * Whether two products can share it: one that nearly every product has a value of its own of (an
 * id, a text) tells products apart.
 */
export function canBeShared({ products, distinct }: CatalogAttribute): boolean {
  return distinct <= products / 2;
}
