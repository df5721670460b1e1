import { ChevronLeft } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { CatalogAttribute } from '@/lib/catalog/attributes';
import { formatCount, humanize } from '@/lib/format';
import { PickList } from './pick-list';

interface AttributeValuesProps {
  attribute: CatalogAttribute;
  onPick: (value: string) => void;
  onBack: () => void;
}

/** The values of one attribute with their counts; of many, rarer ones may be typed. */
export function AttributeValues({ attribute, onPick, onBack }: AttributeValuesProps) {
  const { name, values, distinct } = attribute;
  const isListed = (text: string) => values.some(({ value }) => value === text);
  return (
    <>
      <button
        type="button"
        onClick={onBack}
        className="mb-1 flex w-full items-center gap-1 rounded-md px-1 py-1.5 text-left font-medium text-sm hover:bg-accent"
      >
        <ChevronLeft aria-hidden className="size-4" />
        {humanize(name)}
        <span className="sr-only">, back to all attributes</span>
      </button>
      <PickList
        options={values.map(({ value, count }) => {
          return { value, label: value, detail: formatCount(count) };
        })}
        prompt={`Find a value of ${humanize(name).toLowerCase()}`}
        onPick={onPick}
      >
        {(text) =>
          isListed(text) ? null : (
            <Button
              variant="outline"
              size="small"
              className="mt-2 w-full"
              onClick={() => onPick(text)}
            >
              <span className="truncate">Equals “{text}”</span>
            </Button>
          )
        }
      </PickList>
      {distinct > values.length ? (
        <p className="mt-2 px-2 text-muted-foreground text-xs">
          The {values.length} most frequent of {formatCount(distinct)} values; type any other.
        </p>
      ) : null}
    </>
  );
}
