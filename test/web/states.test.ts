import { describe, expect, it } from 'vitest';
import {
  filledMapping,
  mappingInput,
  withColumn,
  withField,
} from '../../apps/web/lib/catalog/import-mapping.ts';
import { readFrom } from '../../apps/web/lib/catalog/import-source.ts';
import { servingWords } from '../../apps/web/lib/overview/serving.ts';
import { sparklinePath } from '../../apps/web/lib/overview/sparkline.ts';
import { nextSeed } from '../../apps/web/lib/seed.ts';
import { readSimilarState } from '../../apps/web/lib/similar/similar-state.ts';
import { stageStates } from '../../apps/web/lib/stages.ts';
import { findSubjectPage } from '../../apps/web/lib/subject.ts';
import { secondsLeft } from '../../apps/web/lib/training/training-time.ts';
import { readSampleState } from '../../apps/web/lib/triplets/sample-state.ts';
import { totalsOf } from '../../apps/web/lib/triplets/triplet-counts.ts';

describe('the random rows of a triplet set', () => {
  it('come from the address', () => {
    expect(readSampleState({ seed: '42', split: 'VAL', query: 'WILD', negative: 'ALL' })).toEqual({
      seed: 42,
      split: 'VAL',
      queryKind: 'WILD',
      negativeKind: undefined,
    });
    expect(readSampleState({ seed: 'x' }).seed).toBe(1);
  });

  it('never reshuffle to the same rows', () => {
    for (const seed of [1, 500, 999_999]) {
      const drawsTheSame = () => (seed - 1) / 999_999 + 1e-9;
      const next = nextSeed(seed, drawsTheSame);
      expect(next).not.toBe(seed);
      expect(readSampleState({ seed: String(next) }).seed).toBe(next);
    }
  });
});

describe('the subject of the similar page', () => {
  it('is an upload before a product', () => {
    const state = readSimilarState({ upload: 'u1', product: 'p1', q: 'ignored', min: '5' });
    expect(state.subject).toEqual({ image: { uploadId: 'u1' } });
    expect(state.productId).toBeUndefined();
    expect(state.filter).toEqual({ minPrice: 5 });
  });

  it('is nothing for an empty address, asked of production', () => {
    expect(readSimilarState({})).toMatchObject({ subject: null, model: 'production', first: 24 });
  });
});

describe('stage states', () => {
  const status = {
    ...{ products: 10, triplets: 400, tripletSets: 1, trainingRuns: 1 },
    ...{ productionModel: null, underWay: [] },
  };
  const model = (embedded: number, images = 10) => {
    return { number: 3, coverage: { images, embedded, indexed: true } };
  };

  it('are empty before the first import', () => {
    const nothing = { ...status, products: 0, triplets: 0, tripletSets: 0, trainingRuns: 0 };
    const states = stageStates({ status: nothing, models: [] });
    expect(Object.values(states).map(({ state }) => state)).toEqual(Array(5).fill('empty'));
  });

  it('are incomplete for the embeddings while images wait, and serving for similar', () => {
    const serving = { ...status, productionModel: model(7) };
    const states = stageStates({ status: serving, models: [1] });
    expect(states.embeddings.state).toBe('partial');
    expect(states.similar.state).toBe('ready');
    expect(servingWords(model(7))).toEqual({
      ...{ figure: 'Serving', unit: 'model 3' },
      detail: 'Finds 7 of 10 images; 3 wait for their vectors.',
    });
  });

  it('serve nothing before the first vector', () => {
    const promoted = { ...status, productionModel: model(0) };
    expect(stageStates({ status: promoted, models: [1] }).similar.state).toBe('partial');
    expect(servingWords(model(0)).figure).toBe('–');
    expect(servingWords(null).detail).toBe('Answers once a model serves.');
  });

  it('stand once everything is embedded and indexed', () => {
    const whole = { ...status, productionModel: model(10) };
    const states = stageStates({ status: whole, models: [1] });
    expect(Object.values(states).map(({ state }) => state)).toEqual(Array(5).fill('ready'));
    expect(servingWords(model(10)).detail).toBe('Ask with a product or a photo.');
  });

  it('say what is at work in every stage', () => {
    const kinds = ['IMPORT', 'TRIPLETS', 'TRAINING', 'EMBEDDING'] as const;
    const busy = {
      ...status,
      productionModel: model(7),
      underWay: kinds.map((kind) => ({ kind })),
    };
    const states = stageStates({ status: busy, models: [1] });
    expect(Object.values(states).map(({ state }) => state)).toEqual([
      ...Array(4).fill('running'),
      'ready',
    ]);
  });
});

describe('totalsOf', () => {
  it('sums by split and keeps what the source did not say apart', () => {
    const counts = [
      { split: 'TRAIN', queryKind: 'WILD', negativeKind: 'IN_CLASS', count: 3 },
      { split: 'TRAIN', queryKind: null, negativeKind: 'OUT_OF_CLASS', count: 4 },
      { split: 'TEST', queryKind: 'CATALOG', negativeKind: null, count: 5 },
    ] as const;
    expect(totalsOf(counts, 'TRAIN')).toEqual({
      total: 3 + 4,
      query: { WILD: 3, CATALOG: 0, unknown: 4 },
      negative: { IN_CLASS: 3, OUT_OF_CLASS: 4, unknown: 0 },
    });
    expect(totalsOf(counts).total).toBe(3 + 4 + 5);
  });
});

describe('small pieces', () => {
  it('leads from an activity to its page', () => {
    expect(findSubjectPage('TrainingRun_0198')).toEqual({
      stage: 'training',
      href: '/training/TrainingRun_0198',
    });
    expect(findSubjectPage('Alien_1')).toBeNull();
  });

  it('foretells the end of a run from its pace', () => {
    const run = { step: 25, totalSteps: 100, startedAt: '2026-01-01T00:00:00Z' };
    expect(secondsLeft(run, Date.parse('2026-01-01T00:01:00Z'))).toBeCloseTo((60 / 25) * 75);
    expect(secondsLeft({ ...run, totalSteps: null }, Date.now())).toBeNull();
    expect(secondsLeft({ ...run, step: 1 }, Date.now())).toBeNull();
  });

  it('stretches a sparkline over its box', () => {
    expect(sparklinePath([2, 1, 3], 100, 10)).toBe('M0.0 5.0L50.0 10.0L100.0 0.0');
    expect(sparklinePath([1], 100, 10)).toBeNull();
  });

  it('says where a feed was read, and nothing of where an uploaded one lies', () => {
    expect(readFrom('/data/import/feed.csv')).toBe('/data/import/feed.csv');
    expect(readFrom('upload')).toBeNull();
  });

  it('keeps only the fields of a mapping that have a column', () => {
    const said = { externalId: 'id', title: 'name', brand: null, images: [], attributes: ['*'] };
    const mapping = filledMapping({ ...said, __typename: 'ColumnMapping' });
    expect(mapping).toEqual({ externalId: 'id', title: 'name', attributes: ['*'] });
    expect(withField(mapping, 'title', '')).toEqual({ externalId: 'id', attributes: ['*'] });
    const fields = [{ name: 'externalId' }, { name: 'title' }, { name: 'brand' }];
    expect(mappingInput(withField(mapping, 'title', ''), fields)).toMatchObject({ title: '' });
  });

  it('says of a field without a column that it has none, or it would be guessed again', () => {
    const fields = [{ name: 'externalId' }, { name: 'title' }, { name: 'brand' }];
    expect(mappingInput({ externalId: 'id', title: 'name' }, fields)).toEqual({
      ...{ externalId: 'id', title: 'name', brand: null },
    });
  });

  it('adds and takes out one column of a list, in the order chosen', () => {
    const one = withColumn({}, 'images', 'front', true);
    const two = withColumn(one, 'images', 'back', true);
    expect(two.images).toEqual(['front', 'back']);
    expect(withColumn(two, 'images', 'front', true).images).toEqual(['back', 'front']);
    expect(withColumn(one, 'images', 'front', false)).toEqual({});
  });
});
