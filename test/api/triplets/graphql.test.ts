import { listDistances, listLosses, listMiners, listSamplers } from '@semblance/ml';
import { type ExecutionResult, graphql, parse, subscribe } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createContext } from '../../../apps/api/src/context.ts';
import { schema } from '../../../apps/api/src/schema.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { startRun } from '../training/tinyTraining.ts';
import { tinyCatalog } from './tinyCatalog.ts';

describe('triplet sets and training runs over GraphQL', () => {
  let test: TestServices;
  let catalogId: string;
  beforeAll(async () => {
    test = await testServices();
    catalogId = (await tinyCatalog(test.services, { wild: true })).id;
  });
  afterAll(() => test.close());

  const context = () => createContext(test.services, new AbortController().signal);
  async function ask<Data>(source: string, variableValues: object = {}): Promise<Data> {
    const contextValue = context();
    const variables = variableValues as Record<string, unknown>;
    const result = await graphql({ schema, source, contextValue, variableValues: variables });
    if (result.errors) throw result.errors[0]?.originalError ?? result.errors[0];
    return result.data as Data;
  }

  type Made = { generateTriplets: { id: string; status: string } };
  async function generate(name: string): Promise<string> {
    const { generateTriplets } = await ask<Made>(
      'mutation ($input: GenerateTripletsInput!) { generateTriplets(input: $input) { id status } }',
      { input: { catalogId: `Catalog_${catalogId}`, name, count: 200 } },
    );
    expect(generateTriplets.status).toBe('QUEUED');
    await test.services.triplets.runMake(generateTriplets.id.replace('TripletSet_', ''));
    return generateTriplets.id;
  }

  it('generates a set and shows its counts and catalog', async () => {
    const id = await generate('looks');
    type Shown = { tripletSet: { total: number; counts: { count: number }[] } };
    const { tripletSet } = await ask<Shown>(
      `query ($id: ID!) { tripletSet(id: $id) { name version status total issueCount
         recipe { ... on GeneratedRecipe { count seed matchOn trainShare products { used } notes } }
         catalog { id } counts { split queryKind negativeKind count } } }`,
      { id },
    );
    expect(tripletSet).toMatchObject({
      ...{ name: 'looks', version: 1, status: 'SUCCEEDED', total: 200, issueCount: 0 },
      catalog: { id: `Catalog_${catalogId}` },
    });
    expect(tripletSet.counts.reduce((sum, { count }) => sum + count, 0)).toBe(200);
  });

  it('reads the images of all sampled rows in one go', async () => {
    const id = await generate('sampled');
    const images = vi.spyOn(test.services.catalog.images, 'byIds');
    const { sampleTriplets } = await ask<{ sampleTriplets: { query: object }[] }>(
      `query ($id: ID!) { sampleTriplets(tripletSetId: $id, split: TRAIN, seed: 1, count: 10) {
         id queryKind query { sha256 } positive { sha256 } negative { sha256 } } }`,
      { id },
    );
    expect(sampleTriplets).toHaveLength(10);
    expect(sampleTriplets[0]?.query).toMatchObject({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(images).toHaveBeenCalledTimes(1);
    images.mockRestore();
  });

  it('pages through the rows by cursor', async () => {
    const id = await generate('paged');
    const source = `query ($id: ID!, $after: String) { triplets(tripletSetId: $id, first: 60, after: $after) {
      nodes { id } pageInfo { hasNextPage endCursor } } }`;
    type Page = {
      triplets: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const seen = new Set<string>();
    for (let after: string | null = null, more = true; more; ) {
      const { triplets }: Page = await ask<Page>(source, { id, after });
      for (const node of triplets.nodes) seen.add(node.id);
      more = triplets.pageInfo.hasNextPage;
      after = triplets.pageInfo.endCursor;
    }
    expect(seen.size).toBe(200);
  });

  it.each([
    ['first: 100000', 'LIMIT_EXCEEDED'],
    ['first: 0', 'BAD_INPUT'],
    ['after: "rubbish"', 'BAD_INPUT'],
  ])('refuses triplets(%s)', async (args, code) => {
    const id = await generate('refused');
    const source = `{ triplets(tripletSetId: "${id}", ${args}) { nodes { id } } }`;
    await expect(ask(source)).rejects.toMatchObject({ code });
  });

  it('refuses the id of something else', async () => {
    const source = `{ triplets(tripletSetId: "Catalog_${catalogId}") { nodes { id } } }`;
    await expect(ask(source)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'tripletSetId' },
    });
  });

  it('finds a set and a triplet as nodes', async () => {
    const id = await generate('nodes');
    const { triplets } = await ask<{ triplets: { nodes: { id: string }[] } }>(
      `{ triplets(tripletSetId: "${id}", first: 1) { nodes { id } } }`,
    );
    const source = 'query ($id: ID!) { node(id: $id) { __typename id } }';
    expect(await ask(source, { id })).toEqual({ node: { __typename: 'TripletSet', id } });
    const tripletId = triplets.nodes[0]?.id;
    expect(await ask(source, { id: tripletId })).toEqual({
      node: { __typename: 'Triplet', id: tripletId },
    });
  });

  it('tells of a set by subscription until it is made', async () => {
    const { id } = await test.services.triplets.startGenerate({
      catalogId,
      name: 'live',
      count: 50,
    });
    const document = parse(`subscription { tripletSet(id: "TripletSet_${id}") { status total } }`);
    const events = await subscribe({ schema, document, contextValue: context() });
    const seen: ExecutionResult[] = [];
    for await (const event of events as AsyncGenerator<ExecutionResult>) {
      seen.push(event);
      if (seen.length === 1) await test.services.triplets.runMake(id);
    }
    expect(seen[0]?.data).toEqual({ tripletSet: { status: 'QUEUED', total: 0 } });
    expect(seen.at(-1)?.data).toEqual({ tripletSet: { status: 'SUCCEEDED', total: 50 } });
  });

  it('cancels a set that waits, which then has nothing to show', async () => {
    const input = { catalogId, name: 'unwanted', count: 50 };
    const { id } = await test.services.triplets.startGenerate(input);
    const source = `mutation ($id: ID!) { cancelTripletSet(id: $id) {
      status errorCode cancelRequested progress total recipe { ... on GeneratedRecipe { count matchOn } } } }`;
    expect(await ask(source, { id: `TripletSet_${id}` })).toEqual({
      cancelTripletSet: {
        ...{ status: 'CANCELLED', errorCode: 'CANCELLED', cancelRequested: true },
        ...{ progress: 0, total: 0, recipe: { count: 50, matchOn: null } },
      },
    });
    await expect(ask(source, { id: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('starts, lists and cancels training runs, each relation read once', async () => {
    const id = await generate('trained');
    const start =
      'mutation ($input: StartTrainingInput!) { startTraining(input: $input) { id status config { epochs } } }';
    type Started = { startTraining: { id: string } };
    const { startTraining } = await ask<Started>(start, {
      input: { tripletSetId: id, config: { epochs: 2 } },
    });
    expect(startTraining).toMatchObject({ status: 'QUEUED', config: { epochs: 2 } });
    const bad = { input: { tripletSetId: id, config: { loss: 'wishful' } } };
    await expect(ask(start, bad)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'config.loss' },
    });
    const set = await test.services.triplets.requireSet(id.replace('TripletSet_', ''));
    await startRun(test.services, set, 3);

    const { triplets, training, embeddings } = test.services;
    const spies = [
      vi.spyOn(triplets, 'setsByIds'),
      vi.spyOn(training, 'lastMetrics'),
      vi.spyOn(training, 'checkpointsOf'),
      vi.spyOn(embeddings.models, 'byTrainingRuns'),
    ];
    const listed = await ask<{ trainingRuns: { nodes: object[] } }>(
      `{ trainingRuns(first: 10) { nodes { name tripletSet { name } modelVersion { number }
           checkpoints { kind step } summary { metric { key } value } metrics(points: 20) { metric { key } } } } }`,
    );
    expect(listed.trainingRuns.nodes).toHaveLength(2);
    expect(listed.trainingRuns.nodes[1]).toMatchObject({
      ...{ name: 'trained run 1', tripletSet: { name: 'trained' }, modelVersion: null },
      ...{ checkpoints: [], summary: [], metrics: [] },
    });
    for (const spy of spies) {
      expect(spy).toHaveBeenCalledTimes(1);
      spy.mockRestore();
    }
    const cancel = `mutation { cancelTraining(id: "${startTraining.id}") { status errorCode } }`;
    expect(await ask(cancel)).toEqual({
      cancelTraining: { status: 'CANCELLED', errorCode: 'CANCELLED' },
    });
  });

  it('shows what a run trains with, whichever version saved it', async () => {
    const id = await generate('saved before');
    const set = await test.services.triplets.requireSet(id.replace('TripletSet_', ''));
    const run = await startRun(test.services, set, 3);
    const shown = async (config: object, fields: string) => {
      const where = { id: run.id };
      await test.services.database.prisma.trainingRun.update({ where, data: { config } });
      const source = `{ trainingRun(id: "TrainingRun_${run.id}") { config { ${fields} } } }`;
      return (await ask<{ trainingRun: { config: object } }>(source)).trainingRun.config;
    };
    const then = { loss: 'contrastive', optimizer: 'adam', augment: false };
    expect(await shown(then, 'optimizer augmentation model epochs shards')).toMatchObject({
      ...{ optimizer: 'adamw', augmentation: 'none', model: 'mildnet-nano', epochs: 15, shards: 1 },
    });
    const gone = { model: 'a model of then' };
    expect(await shown(gone, 'model')).toEqual({ model: 'a model of then' });
  });

  it('lists the published configurations and starts one of them by name', async () => {
    const { trainingDefaults } = await ask<{
      trainingDefaults: { configurations: { name: string }[] };
    }>(`{ trainingDefaults { configurations { name status config { model loss } notes
         file { model_id loss optimizer } } } }`);
    expect(trainingDefaults.configurations).toHaveLength(50);
    expect(trainingDefaults.configurations.find(({ name }) => name === 'mildnet')).toMatchObject({
      status: 'AS_PUBLISHED',
      config: { model: 'mildnet_vgg16', loss: 'contrastive-published' },
      file: { model_id: 'mildnet_vgg16', loss: 'contrastive_loss', optimizer: 'mo' },
    });
    const start = `mutation ($input: StartTrainingInput!) {
      startTraining(input: $input) { id config { model sampler batchSize epochs } totalEpochs }
    }`;
    const tripletSetId = await generate('published');
    const input = { tripletSetId, configuration: 'mildnet_skip_1', config: { epochs: 2 } };
    const { startTraining } = await ask<{ startTraining: { id: string } }>(start, { input });
    expect(startTraining).toMatchObject({
      totalEpochs: 2,
      config: { model: 'mildnet_vgg16_skip_1', sampler: 'fixed-order', batchSize: 32, epochs: 2 },
    });
    await ask(`mutation { cancelTraining(id: "${startTraining.id}") { status } }`);
    const unknown = { input: { ...input, configuration: 'mildnet_skip_9' } };
    await expect(ask(start, unknown)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'configuration' },
    });
  });

  it('tells what a new run takes by default and what may be chosen', async () => {
    const { trainingDefaults } = await ask<{
      trainingDefaults: { models: object[]; settings: object[] };
    }>(
      '{ trainingDefaults { config { model } settings { name kind choices explanations { name description } } models { name status inputSize embeddingDimension parameters trainableParameters outputShape imagenetBackbone frozenLayers } } }',
    );
    expect(trainingDefaults).toMatchObject({ config: { model: 'mildnet-small' } });
    expect(trainingDefaults.settings).toContainEqual({
      name: 'optimizer',
      kind: 'CHOICE',
      choices: ['adamw', 'sgd-nesterov', 'rmsprop'],
      explanations: null,
    });
    for (const [name, explanations] of [
      ['loss', listLosses()],
      ['distance', listDistances()],
      ['mining', listMiners()],
      ['sampler', listSamplers()],
    ] as const) {
      const choices = explanations.map((each) => each.name);
      expect(trainingDefaults.settings).toContainEqual({
        ...{ name, kind: 'CHOICE', choices, explanations },
      });
    }
    expect(trainingDefaults.models).toContainEqual({
      name: 'mildnet_vgg16_skip_4',
      status: 'AS_PUBLISHED',
      inputSize: 224,
      embeddingDimension: 7 * 7 * 2048,
      parameters: 19_961_664,
      trainableParameters: 18_226_176,
      outputShape: [7, 7, 2048],
      imagenetBackbone: 'vgg16',
      frozenLayers: expect.arrayContaining(['block1_conv1', 'block3_conv3']),
    });
  });
});
