import { Field, Input } from '@/components/ui/field';
import { mappingFields } from '@/lib/import-mapping';

/** Names of columns, folded away: left empty they are guessed from the header. */
export function MappingFields() {
  return (
    <details className="rounded-md border">
      <summary className="rounded-md px-4 py-3 font-medium">
        Columns{' '}
        <span className="font-normal text-muted-foreground">
          – guessed from the header unless named here
        </span>
      </summary>
      <div className="grid gap-4 border-t p-4 sm:grid-cols-2">
        {mappingFields.map(({ name, label, hint }) => (
          <Field key={name} id={`mapping-${name}`} label={label} hint={hint}>
            <Input
              id={`mapping-${name}`}
              name={`mapping.${name}`}
              aria-describedby={hint ? `mapping-${name}-hint` : undefined}
              autoComplete="off"
            />
          </Field>
        ))}
      </div>
    </details>
  );
}
