'use client';

import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox, Input } from '@/components/ui/field';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { formatCount } from '@/lib/format';

interface FacetFilterProps {
  name: string;
  options: { value: string; label: string; count?: number }[];
  chosen: string[];
  /** At most one value at a time. */
  single?: boolean;
  onChange: (values: string[]) => void;
}

const searchFrom = 12;

/** A list of values with their counts, any of which may be chosen. */
export function FacetFilter(props: FacetFilterProps) {
  const { name, options, single } = props;
  const id = useId();
  const [chosen, choose] = useChosen(props.chosen, props.onChange);
  const [text, setText] = useState('');
  const shown = options.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const toggle = (value: string) => {
    if (chosen.includes(value)) choose(chosen.filter((item) => item !== value));
    else choose(single ? [value] : [...chosen, value]);
  };
  if (options.length === 0) return null;
  return (
    <Popover onOpenChange={() => setText('')}>
      <PopoverTrigger asChild>
        <Button variant="outline" className="px-3 font-normal">
          {name}
          {chosen.length > 0 ? (
            <span className="tnum rounded-full bg-primary px-1.5 text-primary-foreground text-xs">
              {chosen.length}
            </span>
          ) : null}
          <ChevronDown aria-hidden className="text-muted-foreground" />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={name}>
        {options.length >= searchFrom ? (
          <Input
            aria-label={`Find in ${name.toLowerCase()}`}
            placeholder={`Find in ${name.toLowerCase()}`}
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
                  onChange={() => toggle(value)}
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
      </PopoverContent>
    </Popover>
  );
}

/** What is ticked: at once as clicked, and as the address says when it changes. */
function useChosen(addressed: string[], onChange: (values: string[]) => void) {
  const [chosen, setChosen] = useState(addressed);
  const [seen, setSeen] = useState(addressed.join('\n'));
  if (seen !== addressed.join('\n')) {
    setSeen(addressed.join('\n'));
    setChosen(addressed);
  }
  const choose = (values: string[]) => {
    setChosen(values);
    onChange(values);
  };
  return [chosen, choose] as const;
}
