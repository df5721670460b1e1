import { TextField } from '@/components/ui/field';

interface CatalogFieldProps {
  names: readonly string[];
  hint: string;
  defaultValue?: string | undefined;
}

/** The catalog that an import is for: an existing one, or a new name. */
export function CatalogField({ names, hint, defaultValue }: CatalogFieldProps) {
  return (
    <TextField
      id="catalog"
      label="Catalog"
      hint={hint}
      required
      suggestions={names}
      defaultValue={defaultValue}
      placeholder="shop"
    />
  );
}

interface AddressFieldProps {
  defaultValue?: string | undefined;
  className?: string;
}

export function AddressField({ defaultValue, className }: AddressFieldProps) {
  return (
    <TextField
      id="address"
      label="Address of the feed"
      hint="Public addresses only, unless the operator opened a host (FETCH_ALLOW_HOSTS)."
      type="url"
      required
      defaultValue={defaultValue}
      placeholder="https://shop.example/feed.xml"
      className={className}
    />
  );
}
