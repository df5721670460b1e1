import { useState } from 'react';
import { Checkbox, Field, Input, Select } from '@/components/ui/field';
import { humanize } from '@/lib/format';
import { hintOf, shownValue, type TrainingSetting } from '@/lib/training/training-config';

/** The control that suits one setting. */
export function ConfigControl({ setting, value }: { setting: TrainingSetting; value: unknown }) {
  const shown = shownValue(value);
  const [chosen, setChosen] = useState(shown);
  const id = `config-${setting.name}`;
  const props = { id, name: `config.${setting.name}`, 'aria-describedby': `${id}-hint` };
  const label = humanize(setting.name);
  if (setting.kind === 'FLAG') {
    return (
      <div className="grid content-start gap-1.5">
        <label htmlFor={id} className="flex items-center gap-2 pt-2 text-sm font-medium">
          <Checkbox {...props} defaultChecked={value === true} />
          {label}
        </label>
        <p id={`${id}-hint`} className="text-sm text-muted-foreground">
          {setting.description}
        </p>
      </div>
    );
  }
  return (
    <Field id={id} label={label} hint={hintOf(setting, chosen)}>
      {setting.kind === 'CHOICE' ? (
        <Select
          {...props}
          defaultValue={shown}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {[...new Set([shown, ...(setting.choices ?? [])])].map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Select>
      ) : setting.kind === 'NAMES' ? (
        <Input {...props} defaultValue={shown} autoComplete="off" />
      ) : (
        <Input
          {...props}
          defaultValue={shown}
          type="number"
          step={setting.kind === 'WHOLE' ? 1 : 'any'}
          min={setting.minimum ?? undefined}
          max={setting.maximum ?? undefined}
          required={!setting.nullable}
          className="tnum"
          autoComplete="off"
        />
      )}
    </Field>
  );
}
