import { describe, expect, it } from 'vitest';
import { epochOrder, stepsPerEpoch } from '../../../packages/ml/src/training/batches.ts';
import { CollapseGuard } from '../../../packages/ml/src/training/collapse.ts';
import {
  defaultTrainingConfig,
  listTrainingSettings,
  parseTrainingConfig,
  readSavedConfig,
} from '../../../packages/ml/src/training/config.ts';
import { learningRateAt } from '../../../packages/ml/src/training/schedule.ts';

describe('parseTrainingConfig', () => {
  it('fills in what is absent and keeps what is there', () => {
    expect(parseTrainingConfig({})).toEqual(defaultTrainingConfig());
    expect(parseTrainingConfig({ epochs: 3 })).toEqual(defaultTrainingConfig({ epochs: 3 }));
  });

  it('accepts its own output after a trip through JSON', () => {
    const config = defaultTrainingConfig({ maxStepsPerEpoch: null });
    expect(parseTrainingConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  it('reads a configuration of before a setting existed as it was meant', () => {
    const saved = { loss: 'contrastive', augment: false, optimizer: 'adam' };
    expect(readSavedConfig(saved)).toEqual(
      defaultTrainingConfig({ loss: 'contrastive', augmentation: 'none', optimizer: 'adamw' }),
    );
    expect(() => parseTrainingConfig({ augment: false })).toThrow(
      expect.objectContaining({ details: { field: 'augment' } }),
    );
  });

  it('describes every setting, whose default passes its own check', () => {
    const settings = listTrainingSettings();
    expect(settings.map(({ name }) => name).sort()).toEqual(
      Object.keys(defaultTrainingConfig()).sort(),
    );
    for (const { name, description, default: value } of settings) {
      expect(description.length).toBeGreaterThan(5);
      expect(() => parseTrainingConfig({ [name]: value })).not.toThrow();
    }
  });

  it.each([
    ['model', 'vgg'],
    ['optimizer', 'sgd'],
    ['mining', 7],
    ['margin', Number.NaN],
    ['batchSize', 0],
    ['batchSize', '32'],
    ['seed', -1],
    ['maxStepsPerEpoch', 0],
    ['sameCategoryWeight', 1.1],
    ['augmentation', 'wild'],
    ['augmentation', true],
    ['augmentation', 'mild+mild'],
    ['learningrate', 0.1],
  ])('refuses %s = %j by name', (field, value) => {
    expect(() => parseTrainingConfig({ [field]: value })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field } }),
    );
  });

  it.each([null, [], 'mildnet', 3])('refuses %j, which is no object', (json) => {
    expect(() => parseTrainingConfig(json)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});

describe('the plan of a run', () => {
  it('visits every triplet once an epoch, in another order each epoch', () => {
    const first = epochOrder(1, 0, 50);
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(epochOrder(1, 0, 50)).toEqual(first);
    expect(epochOrder(1, 1, 50)).not.toEqual(first);
    expect(epochOrder(2, 0, 50)).not.toEqual(first);
  });

  it('counts whole batches, at least one and at most as many as allowed', () => {
    const config = defaultTrainingConfig({ batchSize: 32, maxStepsPerEpoch: null });
    expect(stepsPerEpoch(config, 100)).toBe(3);
    expect(stepsPerEpoch(config, 5)).toBe(1);
    expect(stepsPerEpoch({ ...config, maxStepsPerEpoch: 2 }, 100)).toBe(2);
  });

  it('raises the learning rate, then lowers it along half a cosine', () => {
    const config = { learningRate: 1, schedule: 'cosine', warmupShare: 0.1 } as const;
    const rates = Array.from({ length: 100 }, (_, step) => learningRateAt(config, step, 100));
    expect(rates[0]).toBeCloseTo(1 / 11, 10);
    expect(rates[10]).toBe(1);
    expect(rates[55]).toBeCloseTo(0.01 + 0.99 / 2, 10);
    expect(rates[99]).toBeLessThan(0.02);
    expect(learningRateAt({ ...config, schedule: 'constant' }, 99, 100)).toBe(1);
  });

  it('calls a collapse after twenty bad steps in a row, not after nineteen', () => {
    const guard = new CollapseGuard();
    for (let step = 1; step < 20; step++) guard.observe(step, 0, 1);
    guard.observe(20, 0.5, 1);
    for (let step = 21; step < 40; step++) guard.observe(step, 0, 1);
    expect(() => guard.observe(40, 0, 1)).toThrow(
      expect.objectContaining({ code: 'EMBEDDINGS_COLLAPSED' }),
    );
  });
});
