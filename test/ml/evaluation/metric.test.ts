import { describe, expect, it } from 'vitest';
import {
  respelled,
  respelledMetrics,
} from '../../../packages/ml/src/evaluation/earlierSpelling.ts';
import {
  BASELINES,
  CHECKPOINT_KINDS,
  formatLabels,
  formatMeasure,
  formatMetric,
  type Measure,
  type Metric,
  parseLabels,
  parseMeasure,
  parseMetric,
} from '../../../packages/ml/src/evaluation/metric.ts';
import {
  describeMetric,
  METRIC_NAMES,
  titleOf,
} from '../../../packages/ml/src/evaluation/metricNames.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';
import { SPLITS } from '../../../packages/ml/src/triplets/triplet.ts';

const random = seededRandom(3);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
/** Names as feeds may have them: with everything that a spelling sets apart its parts by. */
const CHARACTERS = [
  'a',
  'Z',
  '7',
  '.',
  '+',
  '%',
  '@',
  ' ',
  '\t',
  '\n',
  '\u00a0',
  '=',
  '%2B',
  'é',
  '色',
  '🧥',
];
const word = () =>
  Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(CHARACTERS)).join('');

function anyMetric(): Metric {
  return {
    name: pick(Object.keys(METRIC_NAMES)),
    k: pick([null, 1, 10, 100]),
    labels: Array.from({ length: Math.floor(random() * 4) }, word),
    split: pick(SPLITS),
    checkpoint: pick([null, ...CHECKPOINT_KINDS]),
    tripletSet: pick([null, word()]),
    baseline: pick(BASELINES),
  };
}

describe('the spelling of a metric', () => {
  it('names what is measured, on what, and of which model', () => {
    const measure: Measure = { name: 'precision', k: 10, labels: ['category', 'colour'] };
    const of = { split: 'TEST', checkpoint: 'BEST', tripletSet: '0190c5a2' } as const;
    expect(formatMeasure(measure)).toBe('precision@10.category+colour');
    expect(formatMetric({ ...measure, ...of, baseline: 'untrained' })).toBe(
      'precision@10.category+colour TEST BEST set=0190c5a2 baseline=untrained',
    );
    const loss = { name: 'loss', k: null, labels: [], split: 'TRAIN' } as const;
    const alone = { ...loss, checkpoint: null, tripletSet: null, baseline: 'none' } as const;
    expect(formatMetric(alone)).toBe('loss TRAIN');
  });

  it('is read back as it was meant, whatever names a feed gives to attributes', () => {
    for (let i = 0; i < 2_000; i++) {
      const metric = anyMetric();
      const spelled = formatMetric(metric);
      expect(parseMetric(spelled)).toEqual(metric);
      expect(spelled).toMatch(/^\S+( \S+)+$/);
      const { name, k, labels } = metric;
      expect(parseMeasure(formatMeasure(metric))).toEqual({ name, k, labels });
      if (labels.length > 0) expect(parseLabels(formatLabels(labels))).toEqual(labels);
    }
  });

  it('is another one for every metric', () => {
    const metrics = Array.from({ length: 500 }, anyMetric);
    const different = new Set(metrics.map((metric) => JSON.stringify(metric)));
    expect(new Set(metrics.map(formatMetric)).size).toBe(different.size);
  });

  it.each([
    '',
    'precision@10',
    'precision@0 TEST',
    'precision@ten TEST',
    'Precision TEST',
    'precision@10 WILD',
    'precision@10 TEST WORST',
    'precision@10 TEST baseline=nobody',
    'precision@10 TEST BEST surplus',
  ])('is not %j', (text) => {
    expect(() => parseMetric(text)).toThrow(expect.objectContaining({ code: 'METRIC_INVALID' }));
  });
});

it('reads figures of checkpoints that were spelled in another way', () => {
  const before = { precisionAt10: 0.5, recallAt1: 0.4, mapAtR: 0.3, tripletAccuracy: 0.9 };
  expect(respelledMetrics(before)).toEqual({
    'precision@10': 0.5,
    'recall@1': 0.4,
    mapAtR: 0.3,
    tripletAccuracy: 0.9,
  });
  expect(respelled('precision@10')).toBe('precision@10');
});

describe('the names of metrics', () => {
  it('can all be spelled', () => {
    for (const name of Object.keys(METRIC_NAMES)) expect(parseMeasure(name).name).toBe(name);
  });

  it('have titles, units and a better side', () => {
    expect(titleOf({ name: 'precision', k: 10 })).toBe('Precision@10');
    expect(titleOf({ name: 'mapAtR', k: null })).toBe('mAP@R');
    expect(describeMetric('loss')).toMatchObject({ unit: 'NUMBER', better: 'LOWER' });
    expect(describeMetric('activeShare')).toMatchObject({ unit: 'SHARE', better: 'LOWER' });
    expect(describeMetric('constructor').title).toBe('constructor');
  });
});
