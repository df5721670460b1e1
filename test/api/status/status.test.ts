import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVectorsStore } from '../../../apps/api/src/embeddings/vectors/store.ts';
import type { Services } from '../../../apps/api/src/services.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { insertModel, insertProducts } from '../embeddings/rows.ts';

describe('the status of the system', () => {
  let test: TestServices;
  let services: Services;
  beforeAll(async () => {
    test = await testServices();
    services = test.services;
  });
  afterAll(() => test.close());

  const kinds = async () => (await services.status.overview()).nextSteps.map((step) => step.kind);

  it('names the next step all the way from nothing to similar products', async () => {
    const { database, embeddings } = services;
    const { prisma } = database;
    expect(await kinds()).toEqual(['IMPORT_CATALOG']);
    const [product] = await insertProducts(database, 1);
    expect(await kinds()).toEqual(['MAKE_TRIPLETS']);
    const catalog = await prisma.catalog.findFirstOrThrow();
    const set = await prisma.tripletSet.create({
      data: {
        catalogId: catalog.id,
        name: 'set',
        version: 1,
        source: 'GENERATED',
        status: 'SUCCEEDED',
      },
    });
    expect(await kinds()).toEqual(['START_TRAINING']);
    const run = await prisma.trainingRun.create({
      data: { name: 'run', tripletSetId: set.id, config: {}, seed: 1, totalEpochs: 1 },
    });
    expect(await kinds()).toEqual(['WAIT_FOR_TRAINING']);
    expect((await services.status.overview()).runningTrainingRun).toMatchObject({ id: run.id });
    await prisma.trainingRun.update({ where: { id: run.id }, data: { status: 'SUCCEEDED' } });
    const model = await insertModel(database, 2);
    expect(await kinds()).toEqual(['EMBED_IMAGES']);
    const imageId = product?.imageIds[0] as string;
    await createVectorsStore(database).insert(model, [
      { imageId, vector: Float32Array.from([0.6, 0.8]) },
    ]);
    await createVectorsStore(database).buildIndex(model);
    expect(await kinds()).toEqual(['PROMOTE_MODEL']);
    await embeddings.models.promote(model.id);
    expect(await kinds()).toEqual(['TRY_SIMILAR']);
    await insertProducts(database, 1);
    expect(await kinds()).toEqual(['EMBED_IMAGES', 'TRY_SIMILAR']);
  });

  it('waits for a step that is under way, instead of telling to begin it', async () => {
    const { prisma } = services.database;
    const model = await services.embeddings.models.require('production');
    const run = await services.embeddings.runs.create(model.id);
    const data = { status: 'RUNNING', phase: 'embedding', done: 1, total: 3 } as const;
    await prisma.embedRun.update({ where: { id: run.id }, data });
    const { nextSteps, underWay } = await services.status.overview();
    expect(nextSteps.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['WAIT_FOR_EMBEDDING', 'Embedding, 1 of 3.'],
      ['TRY_SIMILAR', expect.any(String)],
    ]);
    expect(underWay.map(({ kind, subjectId }) => [kind, subjectId])).toEqual([
      ['EMBEDDING', `EmbedRun_${run.id}`],
    ]);
    await prisma.embedRun.delete({ where: { id: run.id } });
    expect((await services.status.overview()).underWay).toEqual([]);
  });

  it('counts what is there', async () => {
    expect(await services.status.overview()).toMatchObject({
      ...{ catalogs: 2, products: 2, images: 2, tripletSets: 1, triplets: 0, trainingRuns: 1 },
      productionModel: { dimension: 2 },
      runningTrainingRun: null,
    });
  });

  it('lists what was done last in every stage, newest first', async () => {
    const { prisma } = services.database;
    const catalog = await prisma.catalog.findFirstOrThrow();
    const imported = await prisma.importRun.create({
      data: { catalogId: catalog.id, source: 'products.csv', mapping: {}, status: 'FAILED' },
    });
    const model = await services.embeddings.models.require('production');
    const embedding = await services.embeddings.runs.create(model.id);
    const activity = await services.status.activity();
    expect(activity.map(({ kind, status }) => [kind, status])).toEqual([
      ['EMBEDDING', 'QUEUED'],
      ['IMPORT', 'FAILED'],
      ['TRAINING', 'SUCCEEDED'],
      ['TRIPLETS', 'SUCCEEDED'],
    ]);
    expect(activity.map((each) => each.subjectId).slice(0, 2)).toEqual([
      `EmbedRun_${embedding.id}`,
      `ImportRun_${imported.id}`,
    ]);
    expect(await services.status.activity(1)).toHaveLength(1);
  });

  it('tells of a dry run until it is confirmed, and of why work ended early', async () => {
    const { prisma } = services.database;
    const catalog = await prisma.catalog.create({ data: { name: 'shop' } });
    const base = { catalogId: catalog.id, source: 'products.csv', mapping: {} };
    const plan = await prisma.importRun.create({
      data: { ...base, dryRun: true, status: 'SUCCEEDED' },
    });
    const newest = async () => (await services.status.activity(1))[0];
    expect(await newest()).toMatchObject({ title: 'shop, dry run', error: null });
    const error = 'Cancelled after 5 of 10 rows; what was imported until then stays.';
    await prisma.importRun.create({
      data: { ...base, planId: plan.id, status: 'CANCELLED', error },
    });
    expect(await newest()).toMatchObject({ title: 'shop', status: 'CANCELLED', error });
    const subjects = (await services.status.activity()).map(({ subjectId }) => subjectId);
    expect(subjects).not.toContain(`ImportRun_${plan.id}`);
  });

  it('says which backend, database and pgvector are in use', async () => {
    const doctor = await services.status.doctor();
    expect(doctor.backend).toMatch(/^(tensorflow|tensorflow-gpu|webgpu|wasm|cpu), \d/);
    expect(doctor.database).toMatch(/^Postgres \d+/);
    expect(doctor.embedded).toBe(services.database.kind === 'embedded');
    expect(doctor.pgvector).toMatch(/^0\.\d+/);
  });
});
