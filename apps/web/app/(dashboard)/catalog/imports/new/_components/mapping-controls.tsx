import { Checkbox, Field, Input, Select } from '@/components/ui/field';
import {
  columnsOf,
  type Mapping,
  type MappingField,
  withColumn,
  withField,
} from '@/lib/catalog/import-mapping';
import type { FeedAnalysis } from './use-analysis';

interface ControlsProps {
  columns: FeedAnalysis['columns'];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

const shownSample = 32;

interface MappingControlsProps extends ControlsProps {
  fields: readonly MappingField[];
}

/** Which column gives which field; each change shows at once in the sample products. */
export function MappingControls({ fields, ...props }: MappingControlsProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
      {fields.map((field) =>
        field.kind === 'COLUMNS' ? (
          <ColumnList key={field.name} field={field} {...props} />
        ) : (
          <SingleColumn key={field.name} field={field} {...props} />
        ),
      )}
    </div>
  );
}

type ControlProps = ControlsProps & { field: MappingField };

function SingleColumn({ field, columns, mapping, onChange }: ControlProps) {
  const { name, label, help, kind } = field;
  const [value = ''] = columnsOf(mapping, name);
  const id = `mapping-${name}`;
  const sample = columns.find((column) => column.name === value)?.samples[0];
  const shown = sample ? `e.g. ${sample.slice(0, shownSample)}` : (help ?? undefined);
  return (
    <Field id={id} label={label} hint={shown}>
      {kind === 'PATTERN' ? (
        <Input
          id={id}
          defaultValue={value}
          autoComplete="off"
          aria-describedby={shown ? `${id}-hint` : undefined}
          onBlur={(event) => onChange(withField(mapping, name, event.target.value.trim()))}
        />
      ) : (
        <Select
          id={id}
          value={value}
          aria-describedby={shown ? `${id}-hint` : undefined}
          onChange={(event) => onChange(withField(mapping, name, event.target.value))}
        >
          <option value="">no column</option>
          {columns.map((column) => (
            <option key={column.name} value={column.name}>
              {column.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function ColumnList({ field, columns, mapping, onChange }: ControlProps) {
  const { name, label, help } = field;
  const chosen = columnsOf(mapping, name);
  // "*" is every column that nothing else uses.
  const choices =
    name === 'attributes' ? ['*', ...columns.map((c) => c.name)] : columns.map((c) => c.name);
  return (
    <fieldset className="grid content-start gap-1.5">
      <legend className="font-medium text-sm">{label}</legend>
      <div className="grid max-h-36 gap-1 overflow-y-auto rounded-md border border-input bg-card p-2 text-sm">
        {choices.map((column) => (
          <label
            key={column}
            htmlFor={`mapping-${name}-${column}`}
            className="flex items-center gap-2"
          >
            <Checkbox
              id={`mapping-${name}-${column}`}
              checked={chosen.includes(column)}
              onChange={(event) =>
                onChange(withColumn(mapping, name, column, event.target.checked))
              }
            />
            <span className="min-w-0 truncate">
              {column === '*' ? 'all that nothing else uses' : column}
            </span>
          </label>
        ))}
      </div>
      {help ? <p className="text-muted-foreground text-sm">{help}</p> : null}
    </fieldset>
  );
}
