import {
  type Baseline,
  describeMetric,
  type Figure,
  formatMetric,
  type Metric,
  titleOf,
} from '@semblance/ml';
import { builder } from './builder.ts';
import { CheckpointKindType, SplitType } from './enums.ts';
import { TripletSetType } from './types.ts';

const BaselineType = builder.enumType('Baseline', {
  description: 'What was judged in place of the model.',
  values: {
    NONE: { value: 'none', description: 'Nothing: the figure is the model’s own.' },
    UNTRAINED: { value: 'untrained', description: 'The network with random weights.' },
    PRETRAINED: { value: 'pretrained', description: 'The network as training found it.' },
    HISTOGRAM: { value: 'histogram', description: 'How alike pictures are in colour alone.' },
  } satisfies Record<Uppercase<Baseline>, { value: Baseline; description: string }>,
});

const MetricUnitType = builder.enumType('MetricUnit', {
  values: { SHARE: { description: '0 to 1.' }, NUMBER: {} },
});

const BetterType = builder.enumType('MetricDirection', { values: ['HIGHER', 'LOWER'] as const });

export const MetricType = builder.objectRef<Metric>('Metric').implement({
  description:
    'What a figure is. Two figures may stand side by side only when all of it but what is compared is the same.',
  fields: (t) => ({
    key: t.string({
      description: 'The one spelling of all of it.',
      resolve: (metric) => formatMetric(metric),
    }),
    name: t.exposeString('name'),
    k: t.exposeInt('k', {
      nullable: true,
      description: 'How many results are looked at; null where that says nothing.',
    }),
    labels: t.field({
      type: ['String'],
      description: 'What two products must share to match; empty where nothing is matched.',
      resolve: ({ labels }) => [...labels],
    }),
    split: t.expose('split', { type: SplitType }),
    checkpoint: t.expose('checkpoint', {
      type: CheckpointKindType,
      nullable: true,
      description: 'Which of a run’s checkpoints it is of; null where it is of none of them.',
    }),
    tripletSet: t.field({
      type: TripletSetType,
      nullable: true,
      description: 'Whose products or triplets were judged; null where that is not known.',
      resolve: ({ tripletSet }, _args, { loaders }) =>
        tripletSet === null ? null : loaders.tripletSet.load(tripletSet),
    }),
    baseline: t.expose('baseline', { type: BaselineType }),
    title: t.string({
      description: 'The name with its cut-off, for people.',
      resolve: (metric) => titleOf(metric),
    }),
    unit: t.field({ type: MetricUnitType, resolve: ({ name }) => describeMetric(name).unit }),
    better: t.field({
      type: BetterType,
      nullable: true,
      description: 'Which values are better; null where neither are.',
      resolve: ({ name }) => describeMetric(name).better,
    }),
  }),
});

export const MetricValueType = builder
  .objectRef<Figure & { readonly step?: number }>('MetricValue')
  .implement({
    description: 'A number and what it is.',
    fields: (t) => ({
      metric: t.field({ type: MetricType, resolve: ({ metric }) => metric }),
      value: t.exposeFloat('value'),
      step: t.int({
        nullable: true,
        description: 'Of a figure of a training run: the step at which it was measured.',
        resolve: ({ step }) => step ?? null,
      }),
    }),
  });
