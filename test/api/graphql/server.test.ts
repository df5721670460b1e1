import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../apps/api/src/schema.ts';
import { type TestApi, testApi } from './api.ts';

function nodeTypes(): string[] {
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  return objects
    .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
    .map(({ name }) => name);
}

describe('the HTTP server', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi();
  });
  afterAll(() => api.close());

  const post = (path: string, type: string, body: string) =>
    fetch(`${api.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
  const query = JSON.stringify({ query: '{ catalogs { name } }' });

  it('answers a query in the media type of GraphQL over HTTP', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
      },
      body: query,
    });
    expect(response.headers.get('content-type')).toContain('application/graphql-response+json');
    expect(await response.json()).toEqual({ data: { catalogs: [] } });
  });

  it('refuses what a form of another site could send', async () => {
    const plain = await post('/graphql', 'text/plain', query);
    expect(plain.status).toBe(415);
    const form = await post('/graphql', 'application/x-www-form-urlencoded', 'query={a}');
    expect(form.status).toBe(415);
    const get = await fetch(`${api.url}/graphql?query=${encodeURIComponent('{catalogs{name}}')}`);
    expect(get.status).toBe(400);
    expect(await get.text()).toContain('CSRF');
    const stream = await post('/graphql/stream', 'text/plain', query);
    expect(stream.status).toBe(415);
  });

  it('refuses a mutation over GET, even with the header that allows a query', async () => {
    const mutation = encodeURIComponent('mutation { cancelEmbedding(id: "x") { id } }');
    const response = await fetch(`${api.url}/graphql?query=${mutation}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(response.status).toBe(405);
  });

  it('sends no CORS header', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('refuses a document that does not fit the schema, with its place', async () => {
    const { errors } = await api.ask('{ catalogs { nme } }');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    const broken = await api.ask('{ catalogs ');
    expect(broken.errors?.[0]).toMatchObject({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
    const variable = await api.ask('query ($n: Int!) { products(first: $n) { nodes { id } } }', {
      n: 'x',
    });
    expect(variable.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });

  it.each([
    [
      'an id of another type',
      '{ product(id: "Catalog_0190aaaa-0000-7000-8000-000000000000") { id } }',
      'BAD_INPUT',
      'id',
    ],
    ['an id that is none', '{ product(id: "17") { id } }', 'BAD_INPUT', 'id'],
    [
      'a page that is too large',
      '{ products(first: 100000) { nodes { id } } }',
      'LIMIT_EXCEEDED',
      'first',
    ],
    ['a page of nothing', '{ products(first: 0) { nodes { id } } }', 'BAD_INPUT', 'first'],
    ['a foreign cursor', '{ products(after: "abc") { nodes { id } } }', 'BAD_INPUT', 'after'],
    ['a list that is too long', '{ embedRuns(first: 101) { id } }', 'LIMIT_EXCEEDED', 'first'],
    [
      'a node id without a type',
      '{ node(id: "0190aaaa-0000-7000-8000-000000000000") { id } }',
      'BAD_INPUT',
      'id',
    ],
    [
      'a node of a type without ids',
      '{ node(id: "Query_0190aaaa-0000-7000-8000-000000000000") { id } }',
      'BAD_INPUT',
      'id',
    ],
  ])('refuses %s, naming the argument', async (_name, document, code, field) => {
    const { errors } = await api.ask(document);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code, details: { field } });
    expect(JSON.stringify(errors)).not.toContain('stacktrace');
  });

  it.each([
    ['a field that is none', { config: { lerningRate: 0.1 } }, 'config.lerningRate'],
    ['a value of another kind', { config: { epochs: 'many' } }, 'config.epochs'],
    ['a value that the setting refuses', { config: { epochs: 0 } }, 'config.epochs'],
    ['nothing for a setting that needs a value', { config: { epochs: null } }, 'config.epochs'],
    ['a field that is missing', { tripletSetId: undefined }, 'tripletSetId'],
  ])('refuses an input with %s, naming it', async (_name, given, field) => {
    const start = 'mutation ($input: StartTrainingInput!) { startTraining(input: $input) { id } }';
    const input = { tripletSetId: crypto.randomUUID(), ...given };
    const { errors } = await api.ask(start, { input });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', details: { field } });
  });

  it('answers null for an unknown id of a query, and NOT_FOUND for one of a mutation', async () => {
    const id = crypto.randomUUID();
    expect(
      await api.ask(`{ product(id: "${id}") { id } model(id: "ModelVersion_${id}") { id } }`),
    ).toEqual({
      data: { product: null, model: null },
    });
    const { errors } = await api.ask(`mutation { cancelEmbedding(id: "${id}") { id } }`);
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });

  it.each(nodeTypes())('looks for a node of every type that has ids: %s', async (type) => {
    const id = type === 'Triplet' ? 1 : crypto.randomUUID();
    expect(await api.ask(`{ node(id: "${type}_${id}") { id } }`)).toEqual({ data: { node: null } });
  });

  it('limits depth, cost and breadth, saying the limit', async () => {
    const deep = `{ products(first: 1) { nodes { ${'catalog { id } images { image { products { '.repeat(5)} id ${'} } }'.repeat(5)} } } }`;
    const wide = `{ ${Array.from({ length: 301 }, (_, i) => `a${i}: catalogs { id }`).join(' ')} }`;
    const dear =
      '{ products(first: 100) { nodes { images { image { products { images { name } } } } } } }';
    for (const [document, limit] of [
      [deep, 'depth'],
      [wide, 'breadth'],
      [dear, 'complexity'],
    ]) {
      const { errors } = await api.ask(document as string);
      expect(errors?.[0]?.extensions, limit).toMatchObject({
        code: 'LIMIT_EXCEEDED',
        details: { limit },
      });
    }
  });

  it('stops reading a document of too many tokens', async () => {
    const { errors } = await api.ask(`{ ${'catalogs { id } '.repeat(2_000)} }`);
    expect(errors?.[0]?.message).toContain('4000 tokens');
  });

  it('takes no batch of operations in one request', async () => {
    const response = await post('/graphql', 'application/json', `[${query},${query}]`);
    expect(response.status).toBe(400);
  });

  it('masks a defect of ours and keeps the reason for the log', async () => {
    const broken = api.services.embeddings.models.list;
    api.services.embeddings.models.list = () => Promise.reject(new Error('password=secret'));
    const { errors } = await api.ask('{ models { id } }');
    api.services.embeddings.models.list = broken;
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'INTERNAL',
      errorId: expect.any(String),
    });
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  it('says that it is healthy, and what is not there', async () => {
    const health = await fetch(`${api.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const nothing = await fetch(`${api.url}/nothing`);
    expect(nothing.status).toBe(404);
    expect(await nothing.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
    const image = await fetch(`${api.url}/images/${'0'.repeat(64)}`);
    expect(image.status).toBe(404);
    expect(image.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('shows a page without scripts to a browser', async () => {
    const response = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await response.text();
    expect(html).toContain('Semblance API');
    expect(html).not.toContain('<script');
  });
});

describe('the HTTP server in production', () => {
  it('does not introspect, has no landing page, suggests no names', async () => {
    const api = await testApi({ NODE_ENV: 'production' });
    const { errors } = await api.ask('{ __schema { types { name } } }');
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const typo = await api.ask('{ catalog { nam } }');
    expect(JSON.stringify(typo.errors)).not.toContain('Did you mean');
    const page = await fetch(`${api.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('Semblance API');
    await api.close();
  });
});
