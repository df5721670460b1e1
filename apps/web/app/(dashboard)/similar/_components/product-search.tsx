'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Input } from '@/components/ui/field';
import { ProductOptions } from './product-options';
import { type ProductOption, useProductOptions } from './use-product-options';

/** A combobox over the catalog's products. */
export function ProductSearch({ onPick }: { onPick: (productId: string) => void }) {
  const id = useId();
  const box = useProductCombobox(onPick);
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
        aria-expanded={box.open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={
          box.open && box.options?.[box.active] ? `${id}-${box.active}` : undefined
        }
        autoComplete="off"
        placeholder="Title, brand or id"
        value={box.text}
        onChange={(event) => box.type(event.target.value)}
        onKeyDown={box.onKey}
        onBlur={box.close}
        className="pl-9"
      />
      {box.open ? (
        <ProductOptions
          id={id}
          options={box.options}
          failure={box.failure}
          active={box.active}
          onActive={box.setActive}
          onPick={box.pick}
        />
      ) : null}
    </div>
  );
}

/** What was typed, what it finds, and which option the arrow keys stand on. */
function useProductCombobox(onPick: (productId: string) => void) {
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState(false);
  const [active, setActive] = useState(0);
  const { options, failure } = useProductOptions(text);
  const close = () => setWanted(false);
  const type = (typed: string) => {
    setText(typed);
    setActive(0);
    setWanted(true);
  };
  const pick = (option: ProductOption | undefined) => {
    if (!option) return;
    onPick(option.id);
    setText('');
    close();
  };
  const onKey = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && options?.length) {
      event.preventDefault();
      setWanted(true);
      setActive((active + move + options.length) % options.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(options?.[active]);
    } else if (event.key === 'Escape') close();
  };
  const open = wanted && text.trim() !== '';
  return { text, type, open, close, options, failure, active, setActive, pick, onKey };
}
