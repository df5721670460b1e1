import { parseLabels } from '@semblance/ml';
import type { Context } from '../context.ts';
import { builder } from '../graphql/builder.ts';
import { ImageType, ProductType } from '../graphql/types.ts';
import type { StoredSample } from './storedReport.ts';

/** A product that shows the image; null when there is none any more. */
const productOf = async ({ loaders }: Context, imageId: string) =>
  (await loaders.productsOfImage.load(imageId))[0] ?? null;

const SampleMatchType = builder
  .objectRef<{ labels: string[]; isMatch: boolean }>('EvaluationSampleMatch')
  .implement({
    fields: (t) => ({
      labels: t.exposeStringList('labels'),
      isMatch: t.exposeBoolean('isMatch'),
    }),
  });

const SampleResultType = builder
  .objectRef<StoredSample['results'][number]>('EvaluationSampleResult')
  .implement({
    fields: (t) => ({
      image: t.field({
        type: ImageType,
        nullable: true,
        description: 'Null when the image was deleted since.',
        resolve: ({ imageId }, _args, { loaders }) => loaders.image.load(imageId),
      }),
      product: t.field({
        type: ProductType,
        nullable: true,
        resolve: ({ imageId }, _args, context) => productOf(context, imageId),
      }),
      matches: t.field({
        type: [SampleMatchType],
        description: 'Whether it matches the query, by each label set.',
        resolve: ({ right }) =>
          Object.entries(right).map(([labelSet, isMatch]) => {
            return { labels: parseLabels(labelSet), isMatch };
          }),
      }),
      score: t.exposeFloat('score'),
    }),
  });

const SampleChoiceType = builder.enumType('EvaluationSampleChoice', {
  values: {
    RANDOM: { value: 'random' },
    WORST: { value: 'worst', description: 'Among the queries of many drawn that went worst.' },
  } as const,
});

export const SampleType = builder.objectRef<StoredSample>('EvaluationSample').implement({
  fields: (t) => ({
    product: t.field({
      type: ProductType,
      nullable: true,
      resolve: ({ queryImageId }, _args, context) => productOf(context, queryImageId),
    }),
    query: t.field({
      type: ImageType,
      nullable: true,
      description: 'Null when the image was deleted since.',
      resolve: ({ queryImageId }, _args, { loaders }) => loaders.image.load(queryImageId),
    }),
    results: t.field({ type: [SampleResultType], resolve: ({ results }) => results }),
    why: t.expose('why', { type: SampleChoiceType, description: 'Why it is shown.' }),
  }),
});
