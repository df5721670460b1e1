'use client';

import { LoaderCircle, Search, X } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import type { CatalogFacetsFragment } from '@/lib/api/generated/graphql';
import { humanize } from '@/lib/format';
import { availabilities, filterParams, many, one } from '@/lib/url-state';
import { useAddress } from '@/lib/use-address';
import { AttributeFilter } from './attribute-filter';
import { FacetFilter } from './facet-filter';
import { PriceFilter } from './price-filter';

interface ProductFiltersProps {
  catalogs: CatalogFacetsFragment[];
  attributeKeys: string[];
  /** Without the search box, where the page has another one. */
  searchable?: boolean;
}

const startAgain = { after: undefined, trail: undefined, show: undefined };

/** Filter bar over products; its state is the address, so a filtered list can be shared. */
export function ProductFilters({
  catalogs,
  attributeKeys,
  searchable = true,
}: ProductFiltersProps) {
  const { params, change, pending } = useAddress();
  const apply = (changes: Parameters<typeof change>[0]) => change({ ...startAgain, ...changes });
  const chosen = one(params, 'catalog');
  const shown = catalogs.filter((catalog) => !chosen || catalog.id === chosen);
  return (
    <search className="mb-6 grid gap-3" aria-label="Filter products" aria-busy={pending}>
      <div className="flex flex-wrap items-center gap-2">
        {searchable ? (
          <SearchBox value={one(params, 'q') ?? ''} onSearch={(q) => apply({ q })} />
        ) : null}
        {catalogs.length > 1 ? (
          <FacetFilter
            name="Catalog"
            single
            options={catalogs.map(({ id, name, productCount }) => ({
              value: id,
              label: name,
              count: productCount,
            }))}
            chosen={many(params, 'catalog')}
            onChange={(catalog) => apply({ catalog })}
          />
        ) : null}
        <FacetFilter
          name="Category"
          options={mergeFacets(shown.map((catalog) => catalog.categories))}
          chosen={many(params, 'category')}
          onChange={(category) => apply({ category })}
        />
        <FacetFilter
          name="Brand"
          options={mergeFacets(shown.map((catalog) => catalog.brands))}
          chosen={many(params, 'brand')}
          onChange={(brand) => apply({ brand })}
        />
        <FacetFilter
          name="Availability"
          options={availabilities.map((value) => ({
            value,
            label: humanize(value),
          }))}
          chosen={many(params, 'availability')}
          onChange={(availability) => apply({ availability })}
        />
        <PriceFilter
          min={one(params, 'min')}
          max={one(params, 'max')}
          onChange={(min, max) => apply({ min, max })}
        />
        <AttributeFilter
          keys={attributeKeys}
          onAdd={(attr) => apply({ attr: [...many(params, 'attr'), attr] })}
        />
        {pending ? (
          <LoaderCircle
            aria-label="Loading"
            className="size-4 animate-spin text-muted-foreground"
          />
        ) : null}
      </div>
      <Chips
        chips={filterParams
          .filter((name) => name !== 'q' || searchable)
          .flatMap((name) => many(params, name).map((value) => ({ name, value })))}
        label={({ name, value }) =>
          name === 'catalog'
            ? (catalogs.find((catalog) => catalog.id === value)?.name ?? value)
            : chipLabel(name, value)
        }
        onRemove={({ name, value }) =>
          apply({ [name]: many(params, name).filter((item) => item !== value) })
        }
        onClear={() => apply(Object.fromEntries(filterParams.map((name) => [name, undefined])))}
      />
    </search>
  );
}

function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const id = useId();
  const [text, setText] = useState(value);
  const search = useRef(onSearch);
  search.current = onSearch;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => search.current(text.trim()), 350);
    return () => clearTimeout(timer);
  }, [text, value]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  return (
    <form onSubmit={submit} className="relative w-full sm:w-72">
      <label htmlFor={id} className="sr-only">
        Search products
      </label>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-3 left-3 size-4 text-muted-foreground"
      />
      <Input
        id={id}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Title, brand or id"
        className="pl-9"
      />
    </form>
  );
}

interface Chip {
  name: string;
  value: string;
}

function Chips(props: {
  chips: Chip[];
  label: (chip: Chip) => string;
  onRemove: (chip: Chip) => void;
  onClear: () => void;
}) {
  if (props.chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap items-center gap-2" aria-label="Active filters">
      {props.chips.map((chip) => (
        <li key={`${chip.name}=${chip.value}`}>
          <button
            type="button"
            onClick={() => props.onRemove(chip)}
            className="inline-flex h-7 items-center gap-1.5 rounded-full bg-accent px-2.5 text-sm hover:bg-border"
          >
            <span className="sr-only">Remove filter </span>
            {props.label(chip)}
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
      <li>
        <Button variant="ghost" size="small" onClick={props.onClear}>
          Clear all
        </Button>
      </li>
    </ul>
  );
}

function chipLabel(name: string, value: string): string {
  if (name === 'q') return `“${value}”`;
  if (name === 'min') return `from ${value}`;
  if (name === 'max') return `up to ${value}`;
  if (name === 'availability') return humanize(value);
  return name === 'attr' ? value.replace(':', ': ') : value;
}

function mergeFacets(facets: { value: string; count: number }[][]) {
  const counts = new Map<string, number>();
  for (const { value, count } of facets.flat()) counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts]
    .map(([value, count]) => ({ value, label: value, count }))
    .sort((a, b) => b.count - a.count);
}
