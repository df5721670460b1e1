'use client';

import { type ComponentProps, type ComponentType, useId } from 'react';
import { cn } from '@/lib/class-names';

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly {
    value: Value;
    label: string;
    Icon?: ComponentType<ComponentProps<'svg'>>;
  }[];
  onChange: (value: Value) => void;
  className?: string;
}

/** A choice of few, as radio buttons that look like one control. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset className={cn('inline-flex gap-1 rounded-lg border bg-muted p-1', props.className)}>
      <legend className="sr-only">{props.label}</legend>
      {props.options.map(({ value, label, Icon }) => (
        <label
          key={value}
          className="inline-flex cursor-pointer items-center gap-1.5 rounded-md px-3 py-1 font-medium text-muted-foreground text-sm focus-within:outline-2 focus-within:outline-ring has-checked:bg-card has-checked:text-foreground has-checked:shadow-xs"
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
            className="sr-only"
          />
          {Icon ? <Icon aria-hidden className="size-4" /> : null}
          {label}
        </label>
      ))}
    </fieldset>
  );
}
