import { Field, Select, TextField } from '@/components/ui/field';
import { plural } from '@/lib/format';

interface Props {
  catalogs: { id: string; name: string; productCount: number }[];
  onCatalog?: (id: string) => void;
}

/** The two fields every new triplet set needs. */
export function CatalogAndName({ catalogs, onCatalog }: Props) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField id="name" label="Name" required placeholder="colours" autoComplete="off" />
      <Field id="catalogId" label="Catalog">
        <Select
          id="catalogId"
          name="catalogId"
          required
          onChange={(event) => onCatalog?.(event.target.value)}
        >
          {catalogs.map(({ id, name, productCount }) => (
            <option key={id} value={id}>
              {name} ({plural(productCount, 'product')})
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
