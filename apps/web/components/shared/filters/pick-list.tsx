'use client';

import { type ReactNode, useState } from 'react';
import { Input } from '@/components/ui/field';

interface PickListProps {
  options: readonly { value: string; label: string; detail: string }[];
  /** What the search box of a long list says. */
  prompt: string;
  onPick: (value: string) => void;
  /** What to offer beside the options for the text that was typed. */
  children?: (text: string) => ReactNode;
}

const searchFrom = 9;

/** A list to pick one of; a long one can be searched. */
export function PickList({ options, prompt, onPick, children }: PickListProps) {
  const [text, setText] = useState('');
  const shown = options.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
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
      <ul className="max-h-72 overflow-y-auto" aria-label={prompt}>
        {shown.map(({ value, label, detail }) => (
          <li key={value}>
            <button
              type="button"
              onClick={() => onPick(value)}
              className="flex w-full items-baseline gap-3 rounded-md px-2 py-1.5 text-left text-sm hover:bg-accent"
            >
              <span className="min-w-0 flex-1 truncate">{label}</span>
              <span className="tnum shrink-0 text-muted-foreground text-xs">{detail}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && !text ? (
        <p className="px-2 py-3 text-muted-foreground text-sm">There are none.</p>
      ) : null}
      {text.trim() ? children?.(text.trim()) : null}
    </>
  );
}
