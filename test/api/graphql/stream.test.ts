import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbedRun } from '../../../prisma/client/client.ts';
import { insertModel } from '../embeddings/rows.ts';
import { type GraphQLAnswer, type TestApi, testApi } from './api.ts';

describe('subscriptions as server-sent events', () => {
  let api: TestApi;
  let run: EmbedRun;
  beforeAll(async () => {
    api = await testApi();
    const model = await insertModel(api.services.database, 4);
    run = await api.services.embeddings.runs.create(model.id);
  });
  afterAll(() => api.close());

  const subscribe = (query: string) =>
    createClient({ url: `${api.url}/graphql/stream`, retryAttempts: 0 }).iterate({ query });
  const watch = (id: string) =>
    `subscription { embedRun(id: "${id}") { status done modelVersion { number } } }`;

  it('tells each change of a row and ends with it', async () => {
    const { prisma } = api.services.database;
    const seen: unknown[] = [];
    for await (const { data, errors } of subscribe(watch(`EmbedRun_${run.id}`))) {
      expect(errors).toBeUndefined();
      seen.push(data?.embedRun);
      const next =
        seen.length === 1
          ? ({ status: 'RUNNING', done: 3 } as const)
          : ({ status: 'SUCCEEDED' } as const);
      await prisma.embedRun.update({ where: { id: run.id }, data: next });
    }
    const modelVersion = { number: 1 };
    expect(seen).toEqual([
      { status: 'QUEUED', done: 0, modelVersion },
      { status: 'RUNNING', done: 3, modelVersion },
      { status: 'SUCCEEDED', done: 3, modelVersion },
    ]);
  });

  it('resolves each event anew: a nested row that changed in between is seen changed', async () => {
    const { prisma } = api.services.database;
    const model = await insertModel(api.services.database, 4);
    const { id } = await api.services.embeddings.runs.create(model.id);
    const seen: unknown[] = [];
    const query = `subscription { embedRun(id: "${id}") { modelVersion { name } } }`;
    for await (const { data } of subscribe(query)) {
      seen.push(data?.embedRun);
      await prisma.modelVersion.update({ where: { id: model.id }, data: { name: 'after' } });
      await prisma.embedRun.update({ where: { id }, data: { status: 'SUCCEEDED' } });
    }
    expect(seen).toEqual([{ modelVersion: { name: 'test' } }, { modelVersion: { name: 'after' } }]);
  });

  it.each([
    ['an unknown row', watch(crypto.randomUUID()), 'NOT_FOUND'],
    ['a bad id', watch('17'), 'BAD_INPUT'],
    ['a query, which belongs to /graphql', '{ catalogs { id } }', 'BAD_INPUT'],
    ['a mutation', 'mutation { createUpload(purpose: QUERY_IMAGE) { id } }', 'BAD_INPUT'],
    ['a document that does not fit', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['no GraphQL at all', 'subscription {', 'GRAPHQL_VALIDATION_FAILED'],
  ])('refuses %s with a typed error', async (_name, query, code) => {
    const answers = [];
    for await (const answer of subscribe(query)) answers.push(answer);
    const [{ errors }] = answers as unknown as [GraphQLAnswer];
    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(answers).toHaveLength(1);
  });

  it('ends with an error when the row is deleted', async () => {
    const { services } = api;
    const model = await insertModel(services.database, 4);
    const { id } = await services.embeddings.runs.create(model.id);
    const answers = [];
    for await (const answer of subscribe(watch(id))) {
      answers.push(answer);
      if (answers.length === 1) await services.embeddings.models.delete(model.id);
    }
    const [, last] = answers as unknown as [GraphQLAnswer, GraphQLAnswer];
    expect(last.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it('lets the server stop while someone listens', async () => {
    const other = await testApi();
    const model = await insertModel(other.services.database, 4);
    const { id } = await other.services.embeddings.runs.create(model.id);
    const client = createClient({ url: `${other.url}/graphql/stream`, retryAttempts: 0 });
    const events = client.iterate({ query: watch(id) });
    expect((await events.next()).done).toBe(false);
    const closed = other.close();
    expect((await events.next()).done).toBe(true);
    await closed;
  });
});
