/** The training configuration as a form: which controls it has and what was changed. */

import type {
  TrainingConfigInput,
  TrainingFormQuery,
  TrainingSettingsFragment,
} from '../api/generated/graphql.ts';

export type TrainingSetting = TrainingFormQuery['trainingDefaults']['settings'][number];

/** What a configuration says of a setting. */
export function settingIn(config: TrainingSettingsFragment, { name }: { name: string }): unknown {
  return Object.entries(config).find(([field]) => field === name)?.[1];
}

/** A value as a form control holds it; nothing stands for null. */
export function shownValue(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** What the setting is for and, where names do not say it all, what the chosen one means. */
export function hintOf(setting: TrainingSetting, chosen: string): string {
  const { kind, description, choices, explanations, nullable } = setting;
  const meaning = explanations?.find(({ name }) => name === chosen)?.description;
  if (kind === 'CHOICE' && meaning) return `${description}. ${chosen}: ${meaning}`;
  if (kind === 'NAMES')
    return `${description}: none, or some of ${choices?.join(', ')} joined by +`;
  return nullable ? `${description} (empty)` : description;
}

/**
 * The settings of a filled form that differ from the defaults.
 *
 * @throws Error naming the setting whose text is not a number
 */
export function changedConfig(
  settings: readonly TrainingSetting[],
  defaults: TrainingSettingsFragment,
  form: { get(name: string): unknown },
): TrainingConfigInput {
  const changed: Record<string, unknown> = {};
  for (const setting of settings) {
    const entered = form.get(`config.${setting.name}`);
    const value =
      setting.kind === 'FLAG' ? entered === 'on' : read(setting, String(entered ?? '').trim());
    if (value !== settingIn(defaults, setting)) changed[setting.name] = value;
  }
  return changed;
}

function read({ name, kind, nullable }: TrainingSetting, text: string): unknown {
  if (kind === 'CHOICE' || kind === 'NAMES') return text;
  if (text === '' && nullable) return null;
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) throw new Error(`${name} must be a number.`);
  return value;
}
