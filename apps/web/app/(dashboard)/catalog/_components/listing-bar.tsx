'use client';

import { LayoutGrid, Rows3 } from 'lucide-react';
import { useId } from 'react';
import { Select } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { type Listing, type ListingView, orders } from '@/lib/catalog/listing';
import { startAgain, useAddress } from '@/lib/use-address';

interface ListingBarProps {
  /** How many were found, in words. */
  found: string;
  listing: Listing;
}

const views = [
  { value: 'grid', label: 'Pictures', Icon: LayoutGrid },
  { value: 'table', label: 'Table', Icon: Rows3 },
] as const;

/** How many products were found, in what order and how they are shown. */
export function ListingBar({ found, listing }: ListingBarProps) {
  const id = useId();
  const { change } = useAddress();
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
      <p className="tnum mr-auto text-sm" role="status">
        {found}
      </p>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="text-muted-foreground text-sm">
          Sort by
        </label>
        <Select
          id={id}
          value={listing.order}
          onChange={(event) => change({ ...startAgain, order: event.target.value })}
          className="h-9 w-auto"
        >
          {orders.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </div>
      <Segmented<ListingView>
        label="Show products as"
        value={listing.view}
        onChange={(view) => change({ view: view === 'grid' ? undefined : view })}
        options={views}
      />
    </div>
  );
}
