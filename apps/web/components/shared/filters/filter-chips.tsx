import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { humanize } from '@/lib/format';
import { filterParams, many, type SearchParams } from '@/lib/url-state';

interface FilterChipsProps {
  params: SearchParams;
  catalogs: readonly { id: string; name: string }[];
  /** Whether the words searched for are one of the filters. */
  search: boolean;
  onChange: (changes: Record<string, string[] | undefined>) => void;
}

interface Chip {
  name: string;
  value: string;
}

/** The filters that are in force, each of which can be taken away. */
export function FilterChips({ params, catalogs, search, onChange }: FilterChipsProps) {
  const chips = filterParams
    .filter((name) => name !== 'q' || search)
    .flatMap((name) => many(params, name).map((value) => ({ name, value })));
  const remove = ({ name, value }: Chip) =>
    onChange({ [name]: many(params, name).filter((item) => item !== value) });
  const clear = () => onChange(Object.fromEntries(filterParams.map((name) => [name, undefined])));
  const catalogName = (id: string) => catalogs.find((catalog) => catalog.id === id)?.name ?? id;
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap items-center gap-2" aria-label="Active filters">
      {chips.map((chip) => (
        <li key={`${chip.name}=${chip.value}`}>
          <button
            type="button"
            onClick={() => remove(chip)}
            className="inline-flex h-7 items-center gap-1.5 rounded-full bg-accent px-2.5 text-sm hover:bg-border"
          >
            <span className="sr-only">Remove filter </span>
            {chip.name === 'catalog' ? catalogName(chip.value) : chipLabel(chip)}
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
      <li>
        <Button variant="ghost" size="small" onClick={clear}>
          Clear all
        </Button>
      </li>
    </ul>
  );
}

function chipLabel({ name, value }: Chip): string {
  if (name === 'q') return `“${value}”`;
  if (name === 'min') return `from ${value}`;
  if (name === 'max') return `up to ${value}`;
  if (name === 'availability') return humanize(value);
  return name === 'attr' ? value.replace(':', ': ') : value;
}
