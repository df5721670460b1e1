/** Rows of every kind that the schema shows, each with all that it may point at. */

import {
  type ModelVersion,
  modelVersionOf,
} from '../../../apps/api/src/embeddings/models/modelVersion.ts';
import { createVectorsStore } from '../../../apps/api/src/embeddings/vectors/store.ts';
import type { Services } from '../../../apps/api/src/services.ts';
import { insertModel, insertProducts, type RowOfProduct } from '../embeddings/rows.ts';

const MAPPING = { externalId: 'id', title: 'name' };

export interface EveryRow {
  /** Of the products of the first catalog. */
  readonly productId: string;
  /** It holds a triplet for every row. */
  readonly tripletSetId: string;
}

/** `count` rows of every kind; of products and images, which hang on each other, some more. */
export async function insertEveryRow(services: Services, count: number): Promise<EveryRow> {
  const { database } = services;
  const first: { productId?: string; tripletSetId?: string; model?: ModelVersion } = {};
  for (let place = 0; place < count; place++) {
    const products = await insertProducts(database, 2, { images: 2, name: `Catalog ${place}` });
    const catalogId = await insertImports(services, products, place);
    const tripletSetId = await insertTripletSet(services, catalogId, place);
    const model = await insertModelOfRun(services, tripletSetId, products, place);
    first.model ??= model;
    first.productId ??= products[0]?.productId;
    first.tripletSetId ??= tripletSetId;
    await insertTriplet(services, first.tripletSetId, products, place + 1);
    const rows = products.flatMap(({ imageIds }) => imageIds.map((imageId) => ({ imageId })));
    const vector = Float32Array.of(0.6, 0.8);
    const vectors = rows.map(({ imageId }) => ({ imageId, vector }));
    await createVectorsStore(database).insert(first.model, vectors);
  }
  const { productId = '', tripletSetId = '' } = first;
  return { productId, tripletSetId };
}

/** What an import leaves: runs with issues, a source, references and a pair of like images. */
async function insertImports({ database }: Services, products: RowOfProduct[], place: number) {
  const { prisma } = database;
  const [one, two] = products.map(({ productId, imageIds: [imageId = ''] }) => ({
    productId,
    imageId,
  }));
  if (!one || !two) throw new Error('two products are needed');
  const { catalogId } = await prisma.product.findUniqueOrThrow({ where: { id: one.productId } });
  const run = { catalogId, source: 'feed.csv', mapping: MAPPING };
  const issues = { create: [1, 2].map((row) => ({ row, code: 'BAD_PRICE', message: 'no price' })) };
  const plan = await prisma.importRun.create({ data: { ...run, dryRun: true, issues } });
  const made = await prisma.importRun.create({ data: { ...run, planId: plan.id, issues } });
  await prisma.importSource.create({
    data: {
      ...{ catalogId, address: `https://shop.example/${place}`, mapping: MAPPING },
      ...{ everyMinutes: 60, nextAt: new Date(), lastRunId: made.id },
    },
  });
  await prisma.imageReference.createMany({
    data: [one, two].map((of) => ({
      ...of,
      ...{ position: 0, kind: 'CATALOG', source: 'a.png', status: 'STORED', checkedAt: new Date() },
    })),
  });
  await prisma.imageDuplicate.create({
    data: { imageId: one.imageId, otherId: two.imageId, kind: 'NEAR', difference: 0.07 },
  });
  return catalogId;
}

async function insertTripletSet({ database }: Services, catalogId: string, place: number) {
  const { id } = await database.prisma.tripletSet.create({
    data: {
      catalogId,
      name: `looks ${place}`,
      version: 1,
      source: 'GENERATED',
      status: 'SUCCEEDED',
    },
  });
  return id;
}

/** One more triplet in a set, which then counts `count` of them. */
async function insertTriplet(
  { database }: Services,
  tripletSetId: string,
  [one, two]: RowOfProduct[],
  count: number,
) {
  const [queryImageId = '', positiveImageId = ''] = one?.imageIds ?? [];
  const [negativeImageId = ''] = two?.imageIds ?? [];
  const images = { queryImageId, positiveImageId, negativeImageId };
  const { id } = await database.prisma.triplet.create({
    data: { tripletSetId, split: 'TRAIN', ...images },
  });
  const last = Number(id);
  const counts = {
    rows: [{ split: 'TRAIN', queryKind: null, negativeKind: null, count }],
    ranges: [{ split: 'TRAIN', first: String(last - count + 1), last: String(last) }],
  };
  await database.prisma.tripletSet.update({ where: { id: tripletSetId }, data: { counts } });
}

/** A run with its curves and checkpoint, the model it made, and what was done with that. */
async function insertModelOfRun(
  { database, evaluation }: Services,
  tripletSetId: string,
  [product]: RowOfProduct[],
  place: number,
): Promise<ModelVersion> {
  const { prisma } = database;
  const at = { split: 'VAL', measure: 'loss', epoch: 1, value: 0.5 } as const;
  const run = await prisma.trainingRun.create({
    data: {
      ...{ name: `run ${place}`, tripletSetId, config: {}, seed: 1, totalEpochs: 1 },
      metrics: { create: [1, 2].map((step) => ({ ...at, step })) },
      checkpoints: { create: { kind: 'BEST', step: 2, path: 'none' } },
    },
  });
  const { id } = await insertModel(database, 2);
  const model = modelVersionOf(
    await prisma.modelVersion.update({
      where: { id },
      data: { trainingRunId: run.id, aliases: { create: { name: aliasOf(place) } } },
    }),
  );
  await prisma.embedRun.create({ data: { modelVersionId: id } });
  const [queryImageId = '', imageId = ''] = product?.imageIds ?? [];
  const results = [{ imageId, score: 1, right: {} }];
  await evaluation.record(
    { modelVersionId: id, tripletSetId, split: 'TEST' },
    {
      ...{ triplets: null, retrieval: {}, baselines: {} },
      samples: [{ queryImageId, why: 'random', results }],
    },
  );
  return model;
}

const aliasOf = (place: number) => (place === 0 ? 'production' : `alias-${place}`);
