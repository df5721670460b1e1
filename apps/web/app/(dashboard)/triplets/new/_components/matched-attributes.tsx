import { Checkbox } from '@/components/ui/field';
import { humanize } from '@/lib/format';

const likelyKey = /colou?r/i;

/** Which attributes a positive shares with its query; nothing where products have none. */
export function MatchedAttributes({ keys }: { keys: string[] }) {
  if (keys.length === 0) return null;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">
        A positive has the same category, and the same
      </legend>
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        {keys.map((key) => (
          <label key={key} htmlFor={`match-${key}`} className="flex items-center gap-2 text-sm">
            <Checkbox
              id={`match-${key}`}
              name="matchOn"
              value={key}
              defaultChecked={likelyKey.test(key)}
            />
            {humanize(key)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
