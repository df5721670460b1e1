import { Select } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import type { Split } from '@/lib/api/generated/graphql';
import type { Scope } from '@/lib/training/comparable';
import type { RunRow } from './run-cells';

interface ScopeSwitchesProps {
  scope: Scope;
  sets: readonly RunRow['tripletSet'][];
  onScope: (scope: Scope) => void;
}

const splits: readonly { value: Split; label: string }[] = [
  { value: 'VAL', label: 'Validation' },
  { value: 'TEST', label: 'Test' },
];

/** What the runs are compared on: only figures of one split of one triplet set are shown. */
export function ScopeSwitches({ scope, sets, onScope }: ScopeSwitchesProps) {
  return (
    <div className="flex flex-wrap items-center gap-3 border-b px-4 py-3 text-sm sm:px-5">
      <span className="text-muted-foreground">Best checkpoints compared on</span>
      <Segmented
        label="Split"
        value={scope.split}
        onChange={(split) => onScope({ ...scope, split })}
        options={splits}
      />
      {sets.length > 1 ? (
        <Select
          aria-label="Triplet set"
          className="w-auto"
          value={scope.tripletSet}
          onChange={(event) => onScope({ ...scope, tripletSet: event.target.value })}
        >
          {sets.map(({ id, name, version }) => (
            <option key={id} value={id}>
              {name} v{version}
            </option>
          ))}
        </Select>
      ) : null}
    </div>
  );
}
