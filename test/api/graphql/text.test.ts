/** Strings that no table can hold are refused where they come in, whichever field they are for. */
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../apps/api/src/schema.ts';
import { type TestApi, testApi } from './api.ts';

type Field = GraphQLField<unknown, unknown>;

/** A value of the type with `text` for every string in it, as GraphQL writes it. */
function literalOf(type: GraphQLInputType, text: string): string {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return `[${literalOf(nullable.ofType, text)}]`;
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name ?? '';
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(
      (field) => isRequiredInputField(field) || takesText(field.type),
    );
    return `{ ${fields.map(({ name, type: of }) => `${name}: ${literalOf(of, text)}`).join(' ')} }`;
  }
  const name = getNamedType(type).name;
  if (name === 'Boolean') return 'true';
  if (name === 'DateTime') return '"2026-01-31T12:00:00Z"';
  return name === 'Int' || name === 'Float' ? '1' : text;
}

function takesText(type: GraphQLInputType, depth = 3): boolean {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return ['String', 'ID', 'JSON'].includes(named.name);
  return depth > 0 && Object.values(named.getFields()).some((of) => takesText(of.type, depth - 1));
}

/** The field with a bad string for every argument that takes one. */
function callOf(field: Field, text: string): string {
  const args = field.args.map(({ name, type }) => `${name}: ${literalOf(type, text)}`);
  const isLeaf = !('getFields' in getNamedType(field.type));
  return `${field.name}(${args.join(', ')}) ${isLeaf ? '' : '{ __typename }'}`;
}

const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(type?.getFields() ?? {})
    .filter(({ args }) => args.some((arg) => takesText(arg.type)))
    .map((field) => ({ name: field.name, operation: type?.name.toLowerCase(), field })),
);

describe('text that no table can hold', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi();
  });
  afterAll(() => api.close());

  it.each(roots)('is refused by $operation $name', async ({ operation, field }) => {
    const { errors } = await api.ask(`${operation} { ${callOf(field, '"a\\u0000b"')} }`);
    expect(errors?.[0]?.extensions.code, JSON.stringify(errors)).toBe('BAD_INPUT');
    expect(errors?.[0]?.message).toContain('NUL');
  });

  it('is named by its place in the variables', async () => {
    const query = 'query ($filter: ProductFilter) { products(filter: $filter) { nodes { id } } }';
    for (const broken of ['A\0B', 'A\ud83d']) {
      const { errors } = await api.ask(query, { filter: { brand: ['Acme', broken] } });
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'BAD_INPUT',
        details: { field: 'filter.brand.1' },
      });
    }
  });

  it('is refused in the keys of a JSON value', async () => {
    const query = `mutation ($input: StartTrainingInput!) { startTraining(input: $input) { id } }`;
    const input = { tripletSetId: crypto.randomUUID(), config: { 'a\0': 1 } };
    const { errors } = await api.ask(query, { input });
    expect(errors?.[0]?.extensions.code).toBe('BAD_INPUT');
  });

  it.each([
    '/models/a%00b/model.onnx',
    '/reports/imports/%00.csv?expires=1&token=x',
    `/uploads/${crypto.randomUUID()}?token=%00`,
  ])('is refused in the address %s', async (path) => {
    const method = path.startsWith('/uploads') ? 'PUT' : 'GET';
    const response = await fetch(`${api.url}${path}`, { method });
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain('BAD_INPUT');
  });
});
