'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { useAttributes } from '@/lib/catalog/use-attributes';
import { AttributeNames } from './attribute-names';
import { AttributeValues } from './attribute-values';

interface AttributeFilterProps {
  /** Whose attributes are offered; those of all catalogs when undefined. */
  catalogId: string | undefined;
  /** Called with "name:value". */
  onAdd: (attribute: string) => void;
}

/** Adds "attribute must equal value": first the attribute, then one of its values. */
export function AttributeFilter({ catalogId, onAdd }: AttributeFilterProps) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const { attributes, failure } = useAttributes(catalogId, open);
  const attribute = attributes?.attributes.find(({ name }) => name === chosen);
  const toggle = (next: boolean) => {
    setOpen(next);
    setChosen(null);
  };
  const add = (value: string) => {
    if (attribute) onAdd(`${attribute.name}:${value}`);
    toggle(false);
  };
  return (
    <Popover open={open} onOpenChange={toggle}>
      <PopoverTrigger asChild>
        <Button variant="outline" className="px-3 font-normal">
          Attribute
          <Plus aria-hidden className="text-muted-foreground" />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Attribute" className="w-80">
        <InlineFailure failure={failure} />
        {attribute ? (
          <AttributeValues attribute={attribute} onPick={add} onBack={() => setChosen(null)} />
        ) : attributes ? (
          <AttributeNames attributes={attributes} onPick={setChosen} />
        ) : failure ? null : (
          <p className="px-2 py-3 text-muted-foreground text-sm">Counting the attributes…</p>
        )}
      </PopoverContent>
    </Popover>
  );
}
