import { MlError } from '../errors.ts';
import { respelled } from '../evaluation/earlierSpelling.ts';
import { requireComposable } from '../losses/composition.ts';
import { dimensionOf } from '../models/defineModel.ts';
import { requireModel } from '../models/registry.ts';
import { evaluationSettings } from './settings/evaluationSettings.ts';
import { imageSettings } from './settings/imageSettings.ts';
import { initialSettings } from './settings/initialSettings.ts';
import { lossSettings } from './settings/lossSettings.ts';
import { optimizerSettings } from './settings/optimizerSettings.ts';
import { runSettings } from './settings/runSettings.ts';
import { samplerSettings } from './settings/samplerSettings.ts';
import type { Explained, Setting } from './settings/setting.ts';

/**
 * Every setting of a training run, declared once, by group. The type of a configuration, its
 * defaults and checks, the help of the command line and the form of the dashboard come from here:
 * to add a setting, add its line to a group.
 */
const GROUPS = {
  run: runSettings,
  start: initialSettings,
  sampler: samplerSettings,
  loss: lossSettings,
  optimizer: optimizerSettings,
  images: imageSettings,
  evaluation: evaluationSettings,
};

const SETTINGS = {
  ...runSettings,
  ...initialSettings,
  ...samplerSettings,
  ...lossSettings,
  ...optimizerSettings,
  ...imageSettings,
  ...evaluationSettings,
};

type Settings = typeof SETTINGS;
type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** Everything that decides a training run beside its data. */
export type TrainingConfig = { [Name in keyof Settings]: ValueOf<Settings[Name]> };

/** What a person, a form or a help page needs to know of one setting. */
export interface SettingSummary
  extends Pick<Setting<unknown>, 'kind' | 'description' | 'default' | 'common' | 'nullable'> {
  name: keyof TrainingConfig;
  group: keyof typeof GROUPS;
  choices?: readonly string[];
  explanations?: readonly Explained[];
  minimum?: number;
  maximum?: number;
}

/** Every setting, group by group. */
export function listTrainingSettings(): SettingSummary[] {
  return (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).flatMap((group) =>
    Object.entries(GROUPS[group] as Record<string, Setting<unknown>>).map(([name, setting]) => {
      const { absent: _, refuse: __, choices, explanations, ...rest } = setting;
      const known = {
        ...(choices && { choices: choices() }),
        ...(explanations && { explanations: explanations() }),
      };
      return { name: name as keyof TrainingConfig, group, ...rest, ...known };
    }),
  );
}

/** The recipe that won (figures in docs/BENCHMARKS.md), with your changes applied. */
export function defaultTrainingConfig(overrides: Partial<TrainingConfig> = {}): TrainingConfig {
  return { ...filled('default'), ...overrides };
}

/**
 * A whole configuration from untrusted JSON; what is absent takes its default.
 *
 * @throws {MlError} CONFIG_INVALID naming the field.
 */
export function parseTrainingConfig(json: unknown): TrainingConfig {
  return checked({ ...filled('default'), ...requireObject(json) });
}

/**
 * A configuration that was saved with a run or a checkpoint. A setting that it does not know, for
 * it is older, takes the value that keeps its meaning.
 *
 * @throws {MlError} CONFIG_INVALID naming the field.
 */
export function readSavedConfig(json: unknown): TrainingConfig {
  return checked({ ...completeSavedConfig(json) });
}

/**
 * A saved configuration like `readSavedConfig` gives it, but not checked: for showing one that
 * names a model or a loss which no longer exists.
 *
 * @throws {MlError} CONFIG_INVALID when it is no object.
 */
export function completeSavedConfig(json: unknown): TrainingConfig {
  return { ...filled('absent'), ...renamed(requireObject(json)) };
}

/** Names of an earlier version. */
function renamed(json: Record<string, unknown>): Record<string, unknown> {
  const { augment, ...rest } = json;
  if (typeof augment === 'boolean') rest.augmentation = augment ? 'mild' : 'none';
  if (rest.optimizer === 'adam') rest.optimizer = 'adamw';
  if (typeof rest.bestMetric === 'string') rest.bestMetric = respelled(rest.bestMetric);
  return rest;
}

function filled(from: 'default' | 'absent'): TrainingConfig {
  const entries = Object.entries<Setting<unknown>>(SETTINGS).map(([name, s]) => [name, s[from]]);
  return Object.fromEntries(entries) as TrainingConfig;
}

function requireObject(json: unknown): Record<string, unknown> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    return json as Record<string, unknown>;
  }
  throw new MlError('CONFIG_INVALID', 'A training configuration must be a JSON object.');
}

function checked(config: Record<string, unknown>): TrainingConfig {
  const settings: Record<string, Setting<unknown>> = SETTINGS;
  for (const [field, value] of Object.entries(config)) {
    const setting = Object.hasOwn(settings, field) ? settings[field] : undefined;
    if (!setting) {
      refuse(field, `is not a setting; known are ${Object.keys(settings).join(', ')}`);
    }
    const why = setting.refuse(value);
    if (why) refuse(field, why);
  }
  const whole = config as TrainingConfig;
  if ((whole.shards ?? 1) > whole.batchSize) {
    refuse('shards', `may not be more than batchSize (${whole.batchSize})`);
  }
  requireComposable(whole);
  dimensionOf(requireModel(whole.model), whole.embeddingDimension ?? undefined);
  return whole;
}

function refuse(field: string, why: string): never {
  throw new MlError('CONFIG_INVALID', `${field} ${why}.`, { field });
}
