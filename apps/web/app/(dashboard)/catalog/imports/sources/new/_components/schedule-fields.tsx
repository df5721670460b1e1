import { Field, Select } from '@/components/ui/field';
import type { FeedFormat } from '@/lib/api/generated/graphql';
import { formats } from '@/lib/catalog/feed-words';
import { intervals } from '@/lib/catalog/import-schedule';

/** How often the feed is fetched, and as what it is read. */
export function ScheduleFields({ format }: { format: FeedFormat | undefined }) {
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <Field id="everyMinutes" label="How often">
        <Select id="everyMinutes" name="everyMinutes" defaultValue={24 * 60}>
          {intervals.map(({ minutes, name }) => (
            <option key={minutes} value={minutes}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field id="format" label="Format">
        <Select id="format" name="format" defaultValue={format ?? ''}>
          <option value="">recognised each time</option>
          {formats
            .filter(({ value }) => value !== 'FOLDER')
            .map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
        </Select>
      </Field>
    </div>
  );
}
