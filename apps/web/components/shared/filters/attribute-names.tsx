import { coverageWords } from '@/lib/catalog/attributes';
import type { Attributes } from '@/lib/catalog/use-attributes';
import { humanize } from '@/lib/format';
import { PickList } from './pick-list';

interface AttributeNamesProps {
  attributes: Attributes;
  onPick: (name: string) => void;
}

/** The attributes that products have, each with how many of them have it. */
export function AttributeNames({ attributes, onPick }: AttributeNamesProps) {
  const options = attributes.attributes.map((attribute) => ({
    value: attribute.name,
    label: humanize(attribute.name),
    detail: coverageWords(attribute, attributes.productCount),
  }));
  if (options.length === 0) {
    return (
      <p className="px-2 py-3 text-muted-foreground text-sm">These products have no attributes.</p>
    );
  }
  return <PickList options={options} prompt="Find an attribute" onPick={onPick} />;
}
