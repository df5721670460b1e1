import { describe, expect, it } from 'vitest';
import {
  NO_STRIKES,
  warningOf,
  watchCollapse,
} from '../../../packages/ml/src/training/collapse.ts';
import {
  defaultTrainingConfig,
  listTrainingSettings,
  parseTrainingConfig,
  readSavedConfig,
} from '../../../packages/ml/src/training/config.ts';
import {
  afterEvaluation,
  FRESH_PATIENCE,
  isExhausted,
} from '../../../packages/ml/src/training/patience.ts';
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
    const saved = {
      loss: 'contrastive',
      augment: false,
      optimizer: 'adam',
      bestMetric: 'recallAt1',
    };
    expect(readSavedConfig(saved)).toEqual(
      defaultTrainingConfig({
        loss: 'contrastive',
        augmentation: 'none',
        initialWeights: 'random',
        optimizer: 'adamw',
        bestMetric: 'recall@1',
        facetWeight: 0,
        shards: 1,
        model: 'mildnet-nano',
        epochs: 15,
      }),
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
  it('raises the learning rate, then lowers it along half a cosine', () => {
    const config = defaultTrainingConfig({ learningRate: 1, warmupShare: 0.1 });
    const at = (step: number) => ({ step, steps: 100, perEpoch: 5, lowered: 0 });
    const rates = Array.from({ length: 100 }, (_, step) => learningRateAt(config, at(step)));
    expect(rates[0]).toBeCloseTo(1 / 11, 10);
    expect(rates[10]).toBe(1);
    expect(rates[55]).toBeCloseTo(0.01 + 0.99 / 2, 10);
    expect(rates[99]).toBeLessThan(0.02);
    expect(learningRateAt({ ...config, schedule: 'constant' }, at(99))).toBe(1);
  });

  it('lowers the learning rate every few epochs, or whenever the metric stands still', () => {
    const given = { learningRate: 1, warmupShare: 0, decayFactor: 0.5, decayEvery: 2 };
    const step = defaultTrainingConfig({ ...given, schedule: 'step' });
    const at = (n: number, lowered = 0) => ({ step: n, steps: 100, perEpoch: 5, lowered });
    const rates = [0, 9, 10, 19, 20].map((n) => learningRateAt(step, at(n)));
    expect(rates).toEqual([1, 1, 0.5, 0.5, 0.25]);
    const plateau = defaultTrainingConfig({ ...given, schedule: 'plateau' });
    expect([0, 1, 3].map((lowered) => learningRateAt(plateau, at(50, lowered)))).toEqual([
      1, 0.5, 0.125,
    ]);
  });

  it('counts evaluations without a better one, for the plateau and for stopping early', () => {
    const config = defaultTrainingConfig({ plateauPatience: 2, earlyStopping: 3 });
    const bests = [true, false, false, false, true, false];
    let patience = FRESH_PATIENCE;
    const seen = bests.map((isBest) => {
      patience = afterEvaluation(patience, isBest, config);
      return [patience.lowered, isExhausted(patience, config)];
    });
    expect(seen).toEqual([
      [0, false],
      [0, false],
      [1, false],
      [1, true],
      [1, false],
      [1, false],
    ]);
    expect(isExhausted({ ...patience, sinceBest: 99 }, defaultTrainingConfig())).toBe(false);
  });

  it('calls a collapse after twenty bad steps in a row, not after nineteen', () => {
    let strikes = NO_STRIKES;
    const observe = (step: number, spread: number, activeShare = 1) => {
      strikes = watchCollapse(strikes, step, { spread, activeShare });
    };
    for (let step = 1; step < 20; step++) observe(step, 0);
    observe(20, 0.5);
    for (let step = 21; step < 40; step++) observe(step, 0);
    expect(() => observe(40, 0)).toThrow(expect.objectContaining({ code: 'EMBEDDINGS_COLLAPSED' }));
  });

  it('warns when everything stays wrong and near, and when nothing is left to learn from', () => {
    const warningAfter = (steps: number, result: { spread: number; activeShare: number }) => {
      let strikes = NO_STRIKES;
      for (let step = 1; step <= steps; step++) strikes = watchCollapse(strikes, step, result);
      return warningOf(strikes);
    };
    const closing = { spread: 0.005, activeShare: 1 };
    expect(warningAfter(49, closing)).toBeUndefined();
    expect(warningAfter(50, closing)).toMatch('may be collapsing');
    expect(warningAfter(50, { spread: 0.5, activeShare: 0 })).toMatch('no comparison was left');
    expect(warningAfter(500, { spread: 0.5, activeShare: 0.4 })).toBeUndefined();
  });
});
