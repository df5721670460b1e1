import { describe, expect, it } from 'vitest';
import {
  changedConfig,
  hintOf,
  settingIn,
  shownValue,
  type TrainingSetting,
} from '../../../apps/web/lib/training/training-config.ts';
import {
  defaultTrainingConfig,
  listTrainingSettings,
} from '../../../packages/ml/src/training/config.ts';

const defaults = defaultTrainingConfig();

/** As the API gives them. */
const settings = listTrainingSettings().map((setting) => ({
  ...setting,
  kind: setting.kind.toUpperCase(),
})) as unknown as TrainingSetting[];

/** A form as the page would send it: defaults, with some fields filled differently. */
function form(changes: Record<string, string>) {
  const data = new FormData();
  for (const { name, kind } of settings) {
    const value = settingIn(defaults, { name });
    const untouched = kind === 'FLAG' ? (value === true ? 'on' : undefined) : shownValue(value);
    const entered = name in changes ? changes[name] : untouched;
    if (entered !== undefined) data.set(`config.${name}`, entered);
  }
  return data;
}

describe('changedConfig', () => {
  it('is empty for an untouched form', () => {
    expect(changedConfig(settings, defaults, form({}))).toEqual({});
  });

  it('holds only what differs, with its type', () => {
    const changes = form({
      model: 'mildnet_vgg16',
      learningRate: '0.01',
      augmentation: 'none',
      maxStepsPerEpoch: '',
    });
    expect(changedConfig(settings, defaults, changes)).toEqual({
      model: 'mildnet_vgg16',
      learningRate: 0.01,
      augmentation: 'none',
      maxStepsPerEpoch: null,
    });
  });

  it('names the setting that is not a number', () => {
    expect(() => changedConfig(settings, defaults, form({ epochs: '' }))).toThrow(
      'epochs must be a number',
    );
  });
});

describe('hintOf', () => {
  const hint = (name: string, chosen: string) =>
    hintOf(settings.find((setting) => setting.name === name) as TrainingSetting, chosen);

  it('says what the chosen loss, distance, miner and sampler are', () => {
    expect(hint('loss', 'circle')).toContain('circle: Moves each pair');
    expect(hint('distance', 'cosine')).toContain('cosine: One less the cosine');
    expect(hint('mining', 'batch-hard')).toContain('batch-hard: The farthest positive');
    expect(hint('sampler', 'p-x-k')).toContain('p-x-k: P labels');
  });

  it('says what a setting is for where its choices explain themselves', () => {
    expect(hint('loneLabels', 'refuse')).toBe(
      'What p-x-k and category-balanced do with labels that have one image',
    );
  });
});
