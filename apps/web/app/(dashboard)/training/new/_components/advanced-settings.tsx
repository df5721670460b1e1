import type { TrainingSettingsFragment } from '@/lib/api/generated/graphql';
import { humanize } from '@/lib/format';
import { settingIn, type TrainingSetting } from '@/lib/training/training-config';
import { ConfigControl } from './config-control';

interface AdvancedSettingsProps {
  settings: TrainingSetting[];
  initial: TrainingSettingsFragment;
}

/** The settings that few change, by group and folded away. */
export function AdvancedSettings({ settings, initial }: AdvancedSettingsProps) {
  return (
    <details className="rounded-md border">
      <summary className="rounded-md px-4 py-3 font-medium">
        Advanced{' '}
        <span className="font-normal text-muted-foreground">
          – loss, optimizer, schedule and the rest
        </span>
      </summary>
      {[...Map.groupBy(settings, ({ group }) => group)].map(([group, members]) => (
        <fieldset key={group} className="border-t p-4">
          <legend className="sr-only">{humanize(group)}</legend>
          <p aria-hidden="true" className="mb-3 font-medium text-muted-foreground text-sm">
            {humanize(group)}
          </p>
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {members.map((setting) => (
              <ConfigControl
                key={setting.name}
                setting={setting}
                value={settingIn(initial, setting)}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </details>
  );
}
