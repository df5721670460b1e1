import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../packages/ml/src/random.ts';
import { listSamplers, requireSampler } from '../../../packages/ml/src/samplers/registry.ts';
import {
  SAMPLER_NAMES,
  type SamplerName,
  type SamplerSettings,
  type SamplerSource,
} from '../../../packages/ml/src/samplers/sampler.ts';

const SETTINGS: SamplerSettings = {
  sampler: 'p-x-k',
  batchSize: 8,
  imagesPerLabel: 4,
  categoriesPerBatch: 2,
  loneLabels: 'refuse',
  seed: 3,
};

/** Forty labels of three to six images, in five categories. */
function labelledImages(): SamplerSource & { labels: string[]; categories: string[] } {
  const labels = Array.from({ length: 40 }, (_, label) =>
    Array<string>(3 + (label % 4)).fill(`look ${label}`),
  ).flat();
  const categories = labels.map((label) => `kind ${Number(label.slice(5)) % 5}`);
  const trainImages = Uint32Array.from(labels.keys());
  return { train: new Uint32Array(), trainImages, labels, categories };
}

/** Triplets that count through the images. */
const triplets = (count: number): SamplerSource => ({
  train: Uint32Array.from({ length: count * 3 }, (_, i) => i),
});

const create = (
  name: SamplerName,
  source: SamplerSource,
  settings: Partial<SamplerSettings> = {},
) => requireSampler(name).create(source, { ...SETTINGS, sampler: name, ...settings });

/** The triplets (by number) that an epoch shows, step by step. */
function tripletsShown(name: SamplerName, count: number, epoch: number) {
  const sampler = create(name, triplets(count));
  return Array.from({ length: sampler.stepsPerEpoch }, (_, step) => {
    const { indexes, layout } = sampler.sample(epoch, step);
    expect(layout).toBe('triplets');
    const n = indexes.length / 3;
    return Array.from({ length: n }, (_, i) => {
      const [q, p, m] = [0, n, 2 * n].map((offset) => indexes[offset + i] as number);
      expect([p, m]).toEqual([(q as number) + 1, (q as number) + 2]);
      return (q as number) / 3;
    });
  });
}

describe('samplers', () => {
  it('are listed by the names that a configuration takes', () => {
    expect(listSamplers().map(({ name }) => name)).toEqual([...SAMPLER_NAMES]);
  });

  it.each(SAMPLER_NAMES)('%s gives the same rows for a step, whatever was asked before', (name) => {
    const source = { ...labelledImages(), train: triplets(60).train };
    const [one, other] = [create(name, source), create(name, source)];
    for (let step = 0; step < 3; step++) one.sample(0, step);
    one.sample(1, 0);
    expect(other.sample(1, 1)).toEqual(one.sample(1, 1));
    expect(other.sample(0, 1)).toEqual(one.sample(0, 1));
  });

  it('refuse an unknown name', () => {
    expect(() => requireSampler('random')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'sampler' } }),
    );
  });
});

describe('samplers of triplets', () => {
  it('triplets shows each once an epoch, in another order each epoch', () => {
    const first = tripletsShown('triplets', 32, 0).flat();
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, i) => i));
    expect(tripletsShown('triplets', 32, 1).flat()).not.toEqual(first);
  });

  it('triplets has whole steps, and one where there are too few', () => {
    expect(tripletsShown('triplets', 30, 0).map(({ length }) => length)).toEqual([8, 8, 8]);
    expect(tripletsShown('triplets', 5, 0).map(({ length }) => length)).toEqual([5]);
  });

  it('fixed-order replays the file, less what does not fill three steps', () => {
    // floor(55 / 24) * 24 = 48 triplets in 6 steps of 8.
    const shown = tripletsShown('fixed-order', 55, 0);
    expect(shown.length).toBe(6);
    expect(shown.flat()).toEqual(Array.from({ length: 48 }, (_, i) => i));
    expect(tripletsShown('fixed-order', 55, 4)).toEqual(shown);
  });

  it.each([
    [70_748, 16, 4_419],
    [24_163, 16, 1_509],
    [70_748, 32, 2_208],
    [24_163, 32, 753],
  ])(
    'fixed-order takes %d triplets %d at a time in the %d steps of the paper',
    (n, size, steps) => {
      expect(create('fixed-order', triplets(n), { batchSize: size }).stepsPerEpoch).toBe(steps);
    },
  );

  it('fixed-order refuses fewer triplets than three steps', () => {
    expect(() => create('fixed-order', triplets(23))).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});

describe('samplers of labels', () => {
  const source = labelledImages();
  const steps = Array.from({ length: 50 }, (_, step) => step);
  const labelsOf = (indexes: Uint32Array) => Array.from(indexes, (i) => source.labels[i] as string);

  it.each(['p-x-k', 'category-balanced'] as const)(
    '%s shows P labels, K images each or all they have, none twice',
    (name) => {
      const sampler = create(name, source);
      for (const step of steps) {
        const { indexes, layout } = sampler.sample(0, step);
        expect(layout).toBe('labels');
        expect(new Set(indexes).size).toBe(indexes.length);
        const byLabel = Map.groupBy(labelsOf(indexes), (label) => label);
        // 3 x 8 images make room for 6 labels of 4.
        expect(byLabel.size).toBe(6);
        for (const [label, shown] of byLabel) {
          const all = source.labels.filter((other) => other === label).length;
          expect(shown.length).toBe(Math.min(4, all));
        }
      }
    },
  );

  it('p-x-k draws all labels alike, however many images they have', () => {
    const sampler = create('p-x-k', source);
    const counts = new Map<string, number>();
    for (let step = 0; step < 2000; step++) {
      for (const label of new Set(labelsOf(sampler.sample(0, step).indexes))) {
        counts.set(label, (counts.get(label) ?? 0) + 1);
      }
    }
    // 2000 steps of 6 out of 40 labels: 300 each, give or take four standard deviations.
    for (const label of new Set(source.labels)) {
      expect(Math.abs((counts.get(label) as number) - 300)).toBeLessThan(4 * Math.sqrt(255));
    }
  });

  it('category-balanced keeps a step within its categories, in equal parts', () => {
    const sampler = create('category-balanced', source);
    const seen = new Set<string>();
    for (const step of steps) {
      const labels = new Set(labelsOf(sampler.sample(0, step).indexes));
      const categories = [...labels].map((label) => `kind ${Number(label.slice(5)) % 5}`);
      const sizes = [...Map.groupBy(categories, (c) => c).values()].map(({ length }) => length);
      expect(sizes).toEqual([3, 3]);
      for (const category of categories) seen.add(category);
    }
    expect(seen.size).toBe(5);
  });

  it('category-balanced takes further categories where the first are short of labels', () => {
    const sampler = create('category-balanced', source, { batchSize: 16, categoriesPerBatch: 1 });
    // Room for 12 labels, and 8 a category.
    expect(new Set(labelsOf(sampler.sample(0, 0).indexes)).size).toBe(12);
  });

  it('counts as many steps as would show each image once', () => {
    expect(create('p-x-k', source).stepsPerEpoch).toBe(Math.floor(source.labels.length / 24));
  });

  it('draws from the images of the triplets where no others are named', () => {
    const train = Uint32Array.of(0, 1, 4, 5, 6, 2);
    const sampler = create('p-x-k', { labels: source.labels, train });
    const drawn = new Set(steps.flatMap((step) => [...sampler.sample(0, step).indexes]));
    expect([...drawn].every((image) => train.includes(image))).toBe(true);
  });

  it('refuses labels of a single image, by name, unless they are to be left out', () => {
    const labels = ['a', 'a', 'lone', 'b', 'b', 'only'];
    const lone = { train: new Uint32Array(), trainImages: Uint32Array.from(labels.keys()), labels };
    expect(() => create('p-x-k', lone)).toThrow(
      expect.objectContaining({
        code: 'LABELS_INVALID',
        message: expect.stringContaining('lone, only'),
        details: { field: 'labels', labels: ['lone', 'only'] },
      }),
    );
    const sampler = create('p-x-k', lone, { loneLabels: 'leave-out' });
    const drawn = new Set(steps.flatMap((step) => [...sampler.sample(0, step).indexes]));
    expect([...drawn].sort()).toEqual([0, 1, 3, 4]);
  });

  it.each([
    ['no labels', { train: Uint32Array.of(0, 1, 2) }, 'labels'],
    ['a single label', { train: Uint32Array.of(0, 1, 2), labels: ['a', 'a', 'a'] }, 'labels'],
  ])('refuses data with %s', (_, data, field) => {
    expect(() => create('p-x-k', data)).toThrow(
      expect.objectContaining({
        code: 'LABELS_INVALID',
        details: expect.objectContaining({ field }),
      }),
    );
  });

  it('refuses data without categories where they are to be balanced', () => {
    const { categories: _, ...rest } = source;
    expect(() => create('category-balanced', rest)).toThrow(
      expect.objectContaining({ code: 'LABELS_INVALID', details: { field: 'categories' } }),
    );
  });

  it('refuses so many images a label that a step has room for one label', () => {
    expect(() => create('p-x-k', source, { imagesPerLabel: 13 })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: 'imagesPerLabel' } }),
    );
  });

  it('gives other rows for another seed', () => {
    const seed = Math.floor(seededRandom(5)() * 1000) + 10;
    const one = create('p-x-k', source).sample(0, 0);
    expect(create('p-x-k', source, { seed }).sample(0, 0)).not.toEqual(one);
  });
});
