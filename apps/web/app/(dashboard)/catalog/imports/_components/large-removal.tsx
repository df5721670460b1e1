import type { ComponentProps } from 'react';
import { Checkbox } from '@/components/ui/field';

const name = 'allowLargeRemoval';

/** Consent to an import that takes most of a catalog away. */
export function LargeRemoval(props: ComponentProps<'input'>) {
  return (
    <label htmlFor={name} className="flex items-center gap-2 text-sm">
      <Checkbox id={name} name={name} {...props} />
      Remove products even if that is more than half of the catalog
    </label>
  );
}
