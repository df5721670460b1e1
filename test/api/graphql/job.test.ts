import { getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../../../apps/api/src/schema.ts';
import type { JobStatus } from '../../../prisma/client/enums.ts';
import { insertModel } from '../embeddings/rows.ts';
import { type TestApi, testApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

/** Object types that can be fetched and have a status of a job. */
function typesWithStatus(): string[] {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  const withStatus = objects.filter((type) => {
    const { status } = type.getFields();
    return status !== undefined && getNamedType(status.type).name === 'JobStatus';
  });
  return withStatus.filter((type) => type.getFields().id !== undefined).map(({ name }) => name);
}

it('is implemented by everything that has the status of a job', () => {
  const job = schema.getType('Job');
  const types = isInterfaceType(job) ? schema.getPossibleTypes(job).map(({ name }) => name) : [];
  expect(types.toSorted()).toEqual(typesWithStatus().toSorted());
  expect(types.toSorted()).toEqual([
    'EmbedRun',
    'Evaluation',
    'ImportRun',
    'TrainingRun',
    'TripletSet',
  ]);
});

const JOB = `query ($id: ID!) { node(id: $id) { __typename id ... on Job {
  status phase done outOf cancelRequested errorCode error createdAt startedAt finishedAt } } }`;

it('is asked the same of every kind of work', async () => {
  const { prisma } = api.services.database;
  const at = new Date('2026-11-27T12:00:00.000Z');
  const status: JobStatus = 'RUNNING';
  const running = {
    ...{ status, phase: 'at work', done: 3, total: 7 },
    ...{ cancelRequested: true, createdAt: at, startedAt: at },
  };
  const catalog = await prisma.catalog.create({ data: { name: 'jobs' } });
  const catalogId = catalog.id;
  const model = await insertModel(api.services.database, 4);
  const set = await prisma.tripletSet.create({
    data: { ...running, catalogId, name: 'looks', version: 1, source: 'GENERATED' },
  });
  const rows = {
    ImportRun: await prisma.importRun.create({
      data: { ...running, catalogId, source: 'feed.csv', mapping: {} },
    }),
    TripletSet: set,
    TrainingRun: await prisma.trainingRun.create({
      data: {
        ...running,
        ...{ name: 'run', tripletSetId: set.id, config: {}, seed: 1, totalEpochs: 1 },
      },
    }),
    EmbedRun: await prisma.embedRun.create({ data: { ...running, modelVersionId: model.id } }),
    Evaluation: await prisma.evaluation.create({
      data: { ...running, modelVersionId: model.id, split: 'TEST' },
    }),
  };
  for (const [type, { id }] of Object.entries(rows)) {
    const { node } = await api.data<{ node: unknown }>(JOB, { id: `${type}_${id}` });
    expect(node).toEqual({
      ...{ __typename: type, id: `${type}_${id}` },
      ...{ status: 'RUNNING', phase: 'at work', done: 3, outOf: 7, cancelRequested: true },
      ...{ errorCode: null, error: null, finishedAt: null },
      ...{ createdAt: at.toISOString(), startedAt: at.toISOString() },
    });
  }
});
