'use client';

import { Search } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Input } from '@/components/ui/field';

interface SearchBoxProps {
  value: string;
  onSearch: (text: string) => void;
}

/** Words to search for; looked up when typing pauses, or at once with Enter. */
export function SearchBox({ value, onSearch }: SearchBoxProps) {
  const id = useId();
  const [text, setText] = useTypedText(value, onSearch);
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

const typingMs = 350;

/** What is typed, handed on when it has not changed for a moment; follows `value`. */
function useTypedText(value: string, onPause: (text: string) => void) {
  const [text, setText] = useState(value);
  const handOn = useRef(onPause);
  handOn.current = onPause;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => handOn.current(text.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  return [text, setText] as const;
}
