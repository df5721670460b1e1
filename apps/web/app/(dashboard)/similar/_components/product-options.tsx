import { InlineFailure } from '@/components/shared/failure';
import { Photo } from '@/components/shared/photo';
import type { ApiFailure } from '@/lib/api/errors';
import { cn } from '@/lib/class-names';
import type { ProductOption } from './use-product-options';

interface ProductOptionsProps {
  /** Id of the combobox; those of the list and of its options start with it. */
  id: string;
  options: ProductOption[] | null;
  failure: ApiFailure | null;
  active: number;
  onActive: (place: number) => void;
  onPick: (option: ProductOption) => void;
}

/** The list beneath a combobox; the combobox keeps the focus and handles the keys. */
export function ProductOptions(props: ProductOptionsProps) {
  const { id, options, failure } = props;
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Products"
      className="absolute z-20 mt-1.5 max-h-96 w-full min-w-72 overflow-y-auto rounded-lg border bg-card p-1 shadow-lg"
    >
      {options?.map((option, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox itself
        <div
          key={option.id}
          id={`${id}-${place}`}
          role="option"
          tabIndex={-1}
          aria-selected={place === props.active}
          onMouseDown={(event) => event.preventDefault()}
          onMouseEnter={() => props.onActive(place)}
          onClick={() => props.onPick(option)}
          className={cn(
            'flex cursor-pointer items-center gap-3 rounded-md p-1.5 text-sm',
            place === props.active && 'bg-accent',
          )}
        >
          <Picture option={option} />
        </div>
      ))}
      {options?.length === 0 ? (
        <p className="px-2 py-3 text-muted-foreground text-sm">No product has these words.</p>
      ) : null}
      {options === null && !failure ? (
        <p className="px-2 py-3 text-muted-foreground text-sm">Searching…</p>
      ) : null}
      <InlineFailure failure={failure} />
    </div>
  );
}

function Picture({ option }: { option: ProductOption }) {
  return (
    <>
      <Photo
        src={option.primaryImage?.image.thumbnailUrl}
        alt=""
        className="w-10 shrink-0 rounded-sm"
      />
      <span className="min-w-0">
        <span className="block truncate font-medium">{option.title}</span>
        <span className="block truncate text-muted-foreground">
          {[option.brand, option.category].filter(Boolean).join(' · ')}
        </span>
      </span>
    </>
  );
}
