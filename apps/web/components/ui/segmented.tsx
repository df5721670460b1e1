'use client';

import { useId } from 'react';
import { cn } from '@/lib/class-names';

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
  className?: string;
}

/** A choice of few, as radio buttons that look like one control. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset className={cn('inline-flex gap-1 rounded-lg border bg-muted p-1', props.className)}>
      <legend className="sr-only">{props.label}</legend>
      {props.options.map(({ value, label }) => (
        <label
          key={value}
          className="cursor-pointer rounded-md px-3 py-1 font-medium text-muted-foreground text-sm focus-within:outline-2 focus-within:outline-ring has-checked:bg-card has-checked:text-foreground has-checked:shadow-xs"
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
            className="sr-only"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
