'use client';

import { useId, useState } from 'react';
import { Checkbox, Input } from '@/components/ui/field';
import { formatCount } from '@/lib/format';

export interface FacetOption {
  value: string;
  label: string;
  count?: number;
}

interface FacetOptionsProps {
  name: string;
  options: FacetOption[];
  chosen: string[];
  onToggle: (value: string) => void;
}

const searchFrom = 12;

/** The values as check boxes; long lists can be searched. */
export function FacetOptions({ name, options, chosen, onToggle }: FacetOptionsProps) {
  const id = useId();
  const [text, setText] = useState('');
  const shown = options.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const prompt = `Find in ${name.toLowerCase()}`;
  return (
    <>
      {options.length >= searchFrom ? (
        <Input
          aria-label={prompt}
          placeholder={prompt}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-2 h-9"
        />
      ) : null}
      <ul className="max-h-72 overflow-y-auto">
        {shown.map(({ value, label, count }) => (
          <li key={value}>
            <label
              htmlFor={`${id}-${value}`}
              className="flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-accent"
            >
              <Checkbox
                id={`${id}-${value}`}
                checked={chosen.includes(value)}
                onChange={() => onToggle(value)}
              />
              <span className="min-w-0 flex-1 truncate">{label}</span>
              {count === undefined ? null : (
                <span className="tnum text-muted-foreground text-xs">{formatCount(count)}</span>
              )}
            </label>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? (
        <p className="px-2 py-3 text-muted-foreground text-sm">No match.</p>
      ) : null}
    </>
  );
}
