import Form from 'next/form';
import { Button } from '@/components/ui/button';
import { Field, Select } from '@/components/ui/field';
import type { TrainingFormQuery } from '@/lib/api/generated/graphql';

type Configuration = TrainingFormQuery['trainingDefaults']['configurations'][number];

const kinds = [
  ['AS_PUBLISHED', 'As published'],
  ['AS_INTENDED', 'As intended: without the defects of the published code'],
] as const;

interface ConfigurationChoiceProps {
  configurations: readonly Configuration[];
  chosen: Configuration | undefined;
  /** The triplet set that the form shows, to be kept. */
  triplets: string | undefined;
}

/** Fills the form below with a published configuration. */
export function ConfigurationChoice({
  configurations,
  chosen,
  triplets,
}: ConfigurationChoiceProps) {
  return (
    <Form action="/training/new" className="mb-5 grid max-w-3xl gap-2">
      {triplets ? <input type="hidden" name="triplets" value={triplets} /> : null}
      <div className="flex items-end gap-3">
        <Field id="configuration" label="Start from" className="min-w-0 flex-1">
          <Select id="configuration" name="configuration" defaultValue={chosen?.name ?? ''}>
            <option value="">the defaults</option>
            {kinds.map(([status, label]) => (
              <optgroup key={status} label={label}>
                {configurations
                  .filter((each) => each.status === status)
                  .map(({ name, description }) => (
                    <option key={name} value={name}>
                      {name} – {description}
                    </option>
                  ))}
              </optgroup>
            ))}
          </Select>
        </Field>
        <Button type="submit" variant="outline">
          Fill in
        </Button>
      </div>
      {chosen?.notes.map((note) => (
        <p key={note} className="text-muted-foreground text-sm">
          {note}
        </p>
      ))}
    </Form>
  );
}
