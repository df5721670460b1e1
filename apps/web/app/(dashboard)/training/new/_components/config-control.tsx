import { useState } from 'react';
import { Checkbox, Field, Input, Select } from '@/components/ui/field';
import { humanize } from '@/lib/format';
import { hintOf, shownValue, type TrainingSetting } from '@/lib/training/training-config';

interface ConfigControlProps {
  setting: TrainingSetting;
  value: unknown;
}

/** The control that suits one setting. */
export function ConfigControl({ setting, value }: ConfigControlProps) {
  if (setting.kind === 'FLAG') return <Flag setting={setting} value={value} />;
  if (setting.kind === 'CHOICE') return <Choice setting={setting} value={value} />;
  const shown = shownValue(value);
  const { id, ...props } = controlProps(setting);
  return (
    <Field id={id} label={humanize(setting.name)} hint={hintOf(setting, shown)}>
      <Input
        id={id}
        {...props}
        {...(setting.kind === 'NAMES' ? {} : numberProps(setting))}
        defaultValue={shown}
        autoComplete="off"
      />
    </Field>
  );
}

function Flag({ setting, value }: ConfigControlProps) {
  const { id, ...props } = controlProps(setting);
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="flex items-center gap-2 pt-2 text-sm font-medium">
        <Checkbox id={id} {...props} defaultChecked={value === true} />
        {humanize(setting.name)}
      </label>
      <p id={`${id}-hint`} className="text-sm text-muted-foreground">
        {setting.description}
      </p>
    </div>
  );
}

/** One of several names; the hint says what the chosen one means. */
function Choice({ setting, value }: ConfigControlProps) {
  const shown = shownValue(value);
  const [chosen, setChosen] = useState(shown);
  const { id, ...props } = controlProps(setting);
  return (
    <Field id={id} label={humanize(setting.name)} hint={hintOf(setting, chosen)}>
      <Select
        id={id}
        {...props}
        defaultValue={shown}
        onChange={(event) => setChosen(event.currentTarget.value)}
      >
        {[...new Set([shown, ...(setting.choices ?? [])])].map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </Select>
    </Field>
  );
}

function controlProps({ name }: TrainingSetting) {
  const id = `config-${name}`;
  return { id, name: `config.${name}`, 'aria-describedby': `${id}-hint` };
}

function numberProps({ kind, minimum, maximum, nullable }: TrainingSetting) {
  return {
    type: 'number',
    step: kind === 'WHOLE' ? 1 : 'any',
    min: minimum ?? undefined,
    max: maximum ?? undefined,
    required: !nullable,
    className: 'tnum',
  };
}
