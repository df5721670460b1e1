'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { type FacetOption, FacetOptions } from './facet-options';

interface FacetFilterProps {
  name: string;
  options: FacetOption[];
  chosen: string[];
  /** At most one value at a time. */
  single?: boolean;
  onChange: (values: string[]) => void;
}

/** A list of values with their counts, any of which may be chosen; nothing where it is empty. */
export function FacetFilter(props: FacetFilterProps) {
  const { name, options, single } = props;
  const [chosen, choose] = useChosen(props.chosen, props.onChange);
  const toggle = (value: string) => {
    if (chosen.includes(value)) choose(chosen.filter((item) => item !== value));
    else choose(single ? [value] : [...chosen, value]);
  };
  if (options.length === 0) return null;
  return (
    <Popover>
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
        <FacetOptions name={name} options={options} chosen={chosen} onToggle={toggle} />
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
