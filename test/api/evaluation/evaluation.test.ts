import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatMetric } from '@semblance/ml';
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContext } from '../../../apps/api/src/context.ts';
import type { ModelVersion } from '../../../apps/api/src/embeddings/models/modelVersion.ts';
import { schema } from '../../../apps/api/src/schema.ts';
import type { TripletSet } from '../../../apps/api/src/triplets/tripletSet.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { tinyCheckpoint } from '../embeddings/tinyModel.ts';
import { type TinyCatalog, tinyCatalog } from '../triplets/tinyCatalog.ts';

describe('the evaluation of a model version', () => {
  let test: TestServices;
  let catalog: TinyCatalog;
  let set: TripletSet;
  let model: ModelVersion;
  beforeAll(async () => {
    test = await testServices();
    const { services } = test;
    catalog = await tinyCatalog(services, { perGroup: 12, wild: true });
    const { id } = await services.triplets.startGenerate({
      ...{ catalogId: catalog.id, name: 'looks', count: 240 },
    });
    set = await services.triplets.runMake(id);
    const best = await tinyCheckpoint();
    model = await services.embeddings.models.register({
      ...{ name: 'tiny', checkpointDirectory: best },
    });
    await rm(join(best, '..'), { recursive: true });
  });
  afterAll(() => test.close());

  const start = (split: 'TRAIN' | 'VAL' | 'TEST' = 'TEST') =>
    test.services.evaluation.start({ model: model.id, tripletSetId: set.id, split });

  async function ask<Data>(source: string, variableValues: Record<string, unknown>): Promise<Data> {
    const contextValue = createContext(test.services, new AbortController().signal);
    const result = await graphql({ schema, source, contextValue, variableValues });
    if (result.errors) throw result.errors[0]?.originalError ?? result.errors[0];
    return result.data as Data;
  }

  it('reports on products that training did not see, and shows rankings of them', async () => {
    const { evaluation, database } = test.services;
    const phases = new Set<string>();
    const { id } = await start();
    const done = await evaluation.run(id, { onPhase: (phase) => phases.add(phase) });
    expect(done).toMatchObject({ status: 'SUCCEEDED', phase: null, error: null });
    expect([...phases]).toEqual(['decoding images', 'embedding images', 'comparing']);
    const report = await evaluation.report(id);
    expect(Object.keys(report?.triplets?.perQueryKind ?? {}).sort()).toEqual(['CATALOG', 'WILD']);
    expect(Object.keys(report?.retrieval ?? {})).toEqual(['category', 'category+colour']);
    expect(Object.keys(report?.retrieval.category?.perLabel ?? {}).sort()).toEqual([
      'Shirts',
      'Shoes',
    ]);
    const metrics = new Map(done.metrics.map(({ metric, value }) => [formatMetric(metric), value]));
    expect(metrics.get(`precision@10.category TEST set=${set.id}`)).toBe(
      report?.retrieval.category?.precisionAt[10],
    );
    expect(metrics.get(`tripletAccuracy TEST set=${set.id} baseline=histogram`)).toBe(
      report?.baselines.histogram?.tripletAccuracy,
    );
    const trained = await database.prisma.triplet.findMany({
      where: { tripletSetId: set.id, split: 'TRAIN' },
    });
    const seen = new Set(
      trained.flatMap((row) => [row.queryImageId, row.positiveImageId, row.negativeImageId]),
    );
    expect(report?.samples.length).toBeGreaterThan(0);
    for (const { queryImageId, results } of report?.samples ?? []) {
      expect(seen).not.toContain(queryImageId);
      for (const { imageId } of results) expect(seen).not.toContain(imageId);
    }
  });

  it('is asked for and read over GraphQL, with the products of its samples', async () => {
    type Started = { evaluateModel: { id: string; status: string } };
    const { evaluateModel } = await ask<Started>(
      `mutation ($model: ID!, $set: ID!) {
         evaluateModel(modelVersionId: $model, tripletSetId: $set, split: VAL) { id status } }`,
      { model: `ModelVersion_${model.id}`, set: `TripletSet_${set.id}` },
    );
    expect(evaluateModel.status).toBe('QUEUED');
    await test.services.evaluation.run(evaluateModel.id.replace('Evaluation_', ''));
    type Sample = {
      product: { category: string };
      results: {
        product: { category: string };
        matches: { labels: string[]; isMatch: boolean }[];
      }[];
    };
    type Shown = {
      evaluation: {
        report: {
          triplets: { scores: { count: number; accuracy: number }[]; baselines: object[] };
          retrieval: { labels: string[]; scores: { label: string[] | null }[] }[];
        };
        samples: Sample[];
        modelVersion: { evaluations: object[] };
      };
    };
    const { evaluation } = await ask<Shown>(
      `query ($id: ID!) { evaluation(id: $id) { split status metrics { metric { key } value }
         report {
           triplets { scores { queryKind negativeKind count accuracy meanMargin }
                      baselines { metric { baseline name } value }
                      roc { areaUnderCurve points { threshold } } }
           retrieval { labels loneQueries baselines { metric { key } value }
                       scores { queryKind label queries mapAtR cutOffs { k precision recall } } } }
         tripletSet { name } modelVersion { number evaluations { id } }
         samples { why query { id } product { category }
                   results { score matches { labels isMatch } image { id } product { category } } } } }`,
      { id: evaluateModel.id },
    );
    expect(evaluation).toMatchObject({
      ...{ split: 'VAL', status: 'SUCCEEDED', tripletSet: { name: 'looks' } },
      report: {
        triplets: { roc: {} },
        retrieval: [{ labels: ['category'] }, { labels: ['category', 'colour'] }],
      },
    });
    const made = await test.services.evaluation.report(evaluateModel.id.replace('Evaluation_', ''));
    const { triplets, retrieval } = evaluation.report;
    expect(triplets.scores[0]).toMatchObject({
      ...{ count: made?.triplets?.count, accuracy: made?.triplets?.accuracy },
      ...{ queryKind: null, negativeKind: null },
    });
    expect(triplets.baselines).toContainEqual({
      metric: { baseline: 'HISTOGRAM', name: 'tripletAccuracy' },
      value: made?.baselines.histogram?.tripletAccuracy,
    });
    const { precisionAt, recallAt } = made?.retrieval.category ?? {};
    expect(retrieval[0]?.scores[0]).toMatchObject({
      label: null,
      cutOffs: [1, 5, 10, 20].map((k) => {
        return { k, precision: precisionAt?.[k], recall: recallAt?.[k] };
      }),
    });
    expect(retrieval[1]?.scores.find(({ label }) => label)?.label).toHaveLength(2);
    expect(evaluation.modelVersion.evaluations).toContainEqual({ id: evaluateModel.id });
    for (const { product, results } of evaluation.samples) {
      for (const result of results) {
        const isMatch = result.product.category === product.category;
        expect(result.matches).toContainEqual({ labels: ['category'], isMatch });
      }
    }
  });

  it('gives way to a newer one of the same thing, and is not made twice at once', async () => {
    const first = await start();
    expect((await start()).id).toBe(first.id);
    await test.services.evaluation.run(first.id);
    const all = (await test.services.evaluation.ofModels([model.id])).get(model.id) ?? [];
    expect(all.filter(({ split }) => split === 'TEST').map(({ id }) => id)).toEqual([first.id]);
  });

  it('of TRAIN judges the triplets alone', async () => {
    const { id } = await start('TRAIN');
    await test.services.evaluation.run(id);
    const report = await test.services.evaluation.report(id);
    expect(report?.triplets?.count).toBeGreaterThan(0);
    expect(report?.retrieval).toEqual({});
  });

  it('can be cancelled before and while it runs, and the row says so', async () => {
    const { evaluation } = test.services;
    const waiting = await start();
    expect(await evaluation.cancel(waiting.id)).toMatchObject({ status: 'CANCELLED' });
    const running = await start();
    const stop = new AbortController();
    const ending = evaluation.run(running.id, {
      signal: stop.signal,
      onPhase: (phase) => phase === 'embedding images' && stop.abort(),
    });
    await expect(ending).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await evaluation.requireEvaluation(running.id)).toMatchObject({
      ...{ status: 'CANCELLED', errorCode: 'CANCELLED' },
    });
  });

  it('names what is missing', async () => {
    const { evaluation } = test.services;
    const missing = crypto.randomUUID();
    const input = { model: model.id, tripletSetId: missing, split: 'TEST' } as const;
    await expect(evaluation.start(input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(evaluation.start({ ...input, model: '99' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(evaluation.requireEvaluation(missing)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
