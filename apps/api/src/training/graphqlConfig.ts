/** A configuration's GraphQL types, made of the settings that packages/ml declares. */
import { listTrainingSettings, type SettingSummary, type TrainingConfig } from '@semblance/ml';
import { builder } from '../graphql/builder.ts';

const SETTINGS = listTrainingSettings();

const SCALARS = {
  choice: 'String',
  names: 'String',
  number: 'Float',
  whole: 'Int',
  flag: 'Boolean',
} as const satisfies Record<SettingSummary['kind'], string>;

/** One field a setting, by its name. */
function perSetting<Field>(field: (setting: SettingSummary) => Field): Record<string, Field> {
  return Object.fromEntries(SETTINGS.map((setting) => [setting.name, field(setting)]));
}

export const TrainingConfigType = builder.objectRef<TrainingConfig>('TrainingConfig').implement({
  description: 'Everything that decides a training run beside its data.',
  fields: (t) =>
    perSetting(({ name, kind, description, nullable }) =>
      t.field({
        type: SCALARS[kind],
        nullable,
        description,
        // Null only where `nullable` says so, which the compiler cannot see.
        resolve: (config) => config[name] as string | number,
      }),
    ),
});

export const TrainingConfigInput = builder.inputType('TrainingConfigInput', {
  description: 'The settings that differ from a configuration.',
  fields: (t) =>
    perSetting(({ kind, description }) => t.field({ type: SCALARS[kind], description })),
});
