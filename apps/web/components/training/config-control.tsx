import { Checkbox, Field, Input, Select } from '@/components/ui/field';
import { humanize } from '@/lib/format';
import type { ConfigField } from '@/lib/training-config';

/** The control that suits one configuration field. */
export function ConfigControl({ field, choices }: { field: ConfigField; choices?: string[] }) {
  const id = `config-${field.name}`;
  const name = `config.${field.name}`;
  if (field.kind === 'boolean') {
    return (
      <label htmlFor={id} className="flex items-center gap-2 self-end pb-2.5 text-sm font-medium">
        <Checkbox id={id} name={name} defaultChecked={field.value === 'true'} />
        {humanize(field.name)}
      </label>
    );
  }
  return (
    <Field id={id} label={humanize(field.name)}>
      {choices ? (
        <Select id={id} name={name} defaultValue={field.value}>
          {[...new Set([field.value, ...choices])].map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Select>
      ) : (
        <Input
          id={id}
          name={name}
          defaultValue={field.value}
          type={field.kind === 'number' ? 'number' : 'text'}
          step={field.kind === 'number' ? 'any' : undefined}
          className={field.kind === 'json' ? 'font-mono text-sm' : 'tnum'}
          autoComplete="off"
        />
      )}
    </Field>
  );
}
