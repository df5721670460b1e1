'use client';

import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';

/** Adds "key must equal value"; `keys` are offered, others may be typed. */
export function AttributeFilter({
  keys,
  onAdd,
}: {
  keys: string[];
  onAdd: (attribute: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onAdd(`${String(form.get('key')).trim()}:${String(form.get('value')).trim()}`);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" className="px-3 font-normal">
          Attribute
          <Plus aria-hidden className="text-muted-foreground" />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Attribute" className="p-4">
        <form onSubmit={submit} className="grid gap-3">
          <TextField id="attribute-key" name="key" label="Attribute" required suggestions={keys} />
          <TextField id="attribute-value" name="value" label="Equals" required />
          <Button type="submit" size="small">
            Add filter
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
