'use client';

import { ChevronDown } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';

interface PriceFilterProps {
  min?: string;
  max?: string;
  onChange: (min: string, max: string) => void;
}

const amount = { type: 'number', min: '0', step: 'any' };

export function PriceFilter({ min, max, onChange }: PriceFilterProps) {
  const [open, setOpen] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onChange(String(form.get('min')), String(form.get('max')));
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" className="px-3 font-normal">
          Price
          <ChevronDown aria-hidden className="text-muted-foreground" />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Price" className="p-4">
        <form onSubmit={submit} className="grid grid-cols-2 gap-3">
          <TextField id="price-min" name="min" label="From" {...amount} defaultValue={min} />
          <TextField id="price-max" name="max" label="Up to" {...amount} defaultValue={max} />
          <Button type="submit" size="small" className="col-span-2">
            Apply price
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
