'use client';

import { LoaderCircle } from 'lucide-react';
import type { CatalogFacetsFragment } from '@/lib/api/generated/graphql';
import { many, one, withAttribute } from '@/lib/url-state';
import { startAgain, useAddress } from '@/lib/use-address';
import { AttributeFilter } from './attribute-filter';
import { FacetFilter } from './facet-filter';
import { facetsOf } from './facets';
import { FilterChips } from './filter-chips';
import { PriceFilter } from './price-filter';
import { SearchBox } from './search-box';

interface ProductFiltersProps {
  catalogs: CatalogFacetsFragment[];
  /** Without the search box, where the page has another one. */
  searchable?: boolean;
}

/** Filter bar over products; its state is the address, so a filtered list can be shared. */
export function ProductFilters({ catalogs, searchable = true }: ProductFiltersProps) {
  const { params, change, pending } = useAddress();
  const apply = (changes: Parameters<typeof change>[0]) => change({ ...startAgain, ...changes });
  return (
    <search className="mb-6 grid gap-3" aria-label="Filter products" aria-busy={pending}>
      <div className="flex flex-wrap items-center gap-2">
        {searchable ? (
          <SearchBox value={one(params, 'q') ?? ''} onSearch={(q) => apply({ q })} />
        ) : null}
        {facetsOf(catalogs, one(params, 'catalog')).map(({ param, ...facet }) => (
          <FacetFilter
            key={param}
            {...facet}
            chosen={many(params, param)}
            onChange={(values) => apply({ [param]: values })}
          />
        ))}
        <PriceFilter
          min={one(params, 'min')}
          max={one(params, 'max')}
          onChange={(min, max) => apply({ min, max })}
        />
        <AttributeFilter
          catalogId={one(params, 'catalog')}
          onAdd={(attr) => apply({ attr: withAttribute(many(params, 'attr'), attr) })}
        />
        {pending ? (
          <LoaderCircle
            aria-label="Loading"
            className="size-4 animate-spin text-muted-foreground"
          />
        ) : null}
      </div>
      <FilterChips params={params} catalogs={catalogs} search={searchable} onChange={apply} />
    </search>
  );
}
