import type { CatalogFacetsFragment } from '@/lib/api/generated/graphql';
import { humanize } from '@/lib/format';
import { availabilities } from '@/lib/url-state';
import type { FacetOption } from './facet-options';

/** A list of values that products can be filtered by. */
interface Facet {
  /** What the address calls it. */
  param: string;
  name: string;
  options: FacetOption[];
  /** At most one value at a time. */
  single?: boolean;
}

/** What the products of the chosen catalog, or of all, can be filtered by. */
export function facetsOf(
  catalogs: readonly CatalogFacetsFragment[],
  chosen: string | undefined,
): Facet[] {
  const shown = catalogs.filter(({ id }) => !chosen || id === chosen);
  const catalogFacet = {
    ...{ param: 'catalog', name: 'Catalog', single: true },
    options: catalogs.map(({ id, name, productCount }) => {
      return { value: id, label: name, count: productCount };
    }),
  };
  return [
    ...(catalogs.length > 1 ? [catalogFacet] : []),
    {
      param: 'category',
      name: 'Category',
      options: mergeCounts(shown.map((catalog) => catalog.categories)),
    },
    {
      param: 'brand',
      name: 'Brand',
      options: mergeCounts(shown.map((catalog) => catalog.brands)),
    },
    {
      param: 'availability',
      name: 'Availability',
      options: availabilities.map((value) => ({ value, label: humanize(value) })),
    },
  ];
}

/** The values of several catalogs in one list, the most frequent first. */
function mergeCounts(facets: CatalogFacetsFragment['brands'][]): FacetOption[] {
  const counts = new Map<string, number>();
  for (const { value, count } of facets.flat()) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .map(([value, count]) => ({ value, label: value, count }))
    .sort((a, b) => b.count - a.count);
}
