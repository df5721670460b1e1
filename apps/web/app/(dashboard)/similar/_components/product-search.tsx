'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Photo } from '@/components/shared/photo';
import { Input } from '@/components/ui/field';
import { request } from '@/lib/api/browser';
import { SearchProductsQuery } from '@/lib/api/catalog';
import { type ApiFailure, describeFailure } from '@/lib/api/errors';
import type { SearchProductsQuery as Answer } from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';

type Option = Answer['products']['nodes'][number];

/** A combobox over the catalog's products. */
export function ProductSearch({ onPick }: { onPick: (productId: string) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { options, failure } = useProductOptions(text);
  const shown = open && text.trim() !== '';
  const pick = (option: Option | undefined) => {
    if (!option) return;
    onPick(option.id);
    setText('');
    setOpen(false);
  };
  const onKey = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && options?.length) {
      event.preventDefault();
      setOpen(true);
      setActive((active + move + options.length) % options.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(options?.[active]);
    } else if (event.key === 'Escape') setOpen(false);
  };
  return (
    <div className="relative">
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        Pick a product
      </label>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-[2.4rem] left-3 size-4 text-muted-foreground"
      />
      <Input
        id={id}
        role="combobox"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && options?.[active] ? `${id}-${active}` : undefined}
        autoComplete="off"
        placeholder="Title, brand or id"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKey}
        onBlur={() => setOpen(false)}
        className="pl-9"
      />
      {shown ? (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="Products"
          className="absolute z-20 mt-1.5 max-h-96 w-full min-w-72 overflow-y-auto rounded-lg border bg-card p-1 shadow-lg"
        >
          {options?.map((option, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox itself
            <div
              key={option.id}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === active}
              onMouseDown={(event) => event.preventDefault()}
              onMouseEnter={() => setActive(place)}
              onClick={() => pick(option)}
              className={cn(
                'flex cursor-pointer items-center gap-3 rounded-md p-1.5 text-sm',
                place === active && 'bg-accent',
              )}
            >
              <Photo
                src={option.primaryImage?.image.thumbnailUrl}
                alt=""
                className="w-10 shrink-0 rounded-sm"
              />
              <span className="min-w-0">
                <span className="block truncate font-medium">{option.title}</span>
                <span className="block truncate text-muted-foreground">
                  {[option.brand, option.category].filter(Boolean).join(' · ')}
                </span>
              </span>
            </div>
          ))}
          {options?.length === 0 ? (
            <p className="px-2 py-3 text-muted-foreground text-sm">No product has these words.</p>
          ) : null}
          {options === null && !failure ? (
            <p className="px-2 py-3 text-muted-foreground text-sm">Searching…</p>
          ) : null}
          <InlineFailure failure={failure} />
        </div>
      ) : null}
    </div>
  );
}

/** Products for the words typed so far; null until the answer to them is there. */
function useProductOptions(text: string) {
  const [options, setOptions] = useState<Option[] | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const search = text.trim();
  useEffect(() => {
    setFailure(null);
    if (!search) {
      setOptions(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      request(SearchProductsQuery, { search }, stop.signal).then(
        (answer) => setOptions(answer.products.nodes),
        (error: unknown) => {
          if (!stop.signal.aborted) setFailure(describeFailure(error));
        },
      );
    }, 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [search]);
  return { options, failure };
}
