import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkMapping, mappingSchema } from '../../../../apps/api/src/catalog/feeds/mapping.ts';
import { listMappingFields } from '../../../../apps/api/src/catalog/feeds/mappingFields.ts';
import { mergeMapping } from '../../../../apps/api/src/catalog/feeds/mergeMapping.ts';
import { mappingHelp, mappingOf } from '../../../../apps/api/src/cli/ingest.ts';
import { type TestApi, testApi } from '../../graphql/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
  await mkdir(join(api.services.env.dataDir, 'import'), { recursive: true });
});
afterAll(() => api?.close());

const names = listMappingFields().map(({ name }) => name);

describe('the fields of a mapping', () => {
  it('are told to clients, the two that no product can do without marked', async () => {
    const { mappingFields } = await api.data<{
      mappingFields: { name: string; label: string; kind: string; required: boolean }[];
    }>('{ mappingFields { name label help kind required } }');
    expect(mappingFields.map(({ name }) => name)).toEqual(names);
    const required = mappingFields.filter((field) => field.required);
    expect(required.map(({ name, kind }) => [name, kind])).toEqual([
      ['externalId', 'COLUMN'],
      ['title', 'COLUMN'],
    ]);
    expect(mappingFields.find(({ name }) => name === 'images')).toEqual({
      name: 'images',
      label: 'Images',
      help: expect.stringContaining('the first the main one'),
      kind: 'COLUMNS',
      required: false,
    });
  });

  it('are those of the GraphQL types', async () => {
    const { __schema } = await api.data<{
      __schema: {
        types: { name: string; fields?: { name: string }[]; inputFields?: { name: string }[] }[];
      };
    }>('{ __schema { types { name fields { name } inputFields { name } } } }');
    const fieldsOf = (type: string) => {
      const found = __schema.types.find(({ name }) => name === type);
      return (found?.fields ?? found?.inputFields ?? []).map(({ name }) => name);
    };
    for (const type of ['ColumnMapping', 'ColumnMappingInput', 'MappingGuess']) {
      expect(fieldsOf(type).toSorted()).toEqual(names.toSorted());
    }
  });

  it('are listed by the command line', () => {
    const lines = mappingHelp().split('\n');
    expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual(names);
    expect(lines.find((line) => line.includes('wildImages'))).toMatch(
      /Wild photos\. Photos of the product in use.*\(a,b,\.\.\.\)/,
    );
  });
});

describe('a mapping', () => {
  it('loses what has no value, and a single column becomes a list where several can stand', () => {
    const given = { externalId: 'id', title: 'name', brand: null, images: 'photo', other: 'x' };
    expect(mappingSchema.parse(given)).toEqual({
      externalId: 'id',
      title: 'name',
      images: ['photo'],
    });
  });

  it('given by hand without id is refused', () => {
    const mapping = mappingOf({ price: 'price', attributes: 'a, b' });
    expect(mapping).toMatchObject({ price: 'price', attributes: ['a', 'b'] });
    const columns = { names: ['price', 'a', 'b'], isWhole: true };
    const refusal = (message: string) => expect.objectContaining({ code: 'BAD_INPUT', message });
    expect(() => mergeMapping(mapping, undefined, columns)).toThrow(
      refusal(expect.stringContaining('No column of the feed looks like product ids')),
    );
    // As earlier versions stored it.
    expect(() => checkMapping(mappingSchema.parse(mapping), columns)).toThrow(
      refusal('The mapping names no column for externalId.'),
    );
  });

  it('that was saved without id is not offered', async () => {
    const { services } = api;
    const path = join(services.env.dataDir, 'import', 'saved.csv');
    await writeFile(path, 'id;title\n1;Shirt\n');
    const { id: catalogId } = await services.database.prisma.catalog.create({
      data: { name: 'saved' },
    });
    await services.database.prisma.feedMapping.create({
      data: { catalogId, format: 'CSV', mapping: { price: 'id' } },
    });
    const analysis = await services.catalog.feeds.analyze({ path, catalog: 'saved' });
    expect(analysis).toMatchObject({ mappingFrom: 'GUESSED', mapping: { externalId: 'id' } });
  });

  it('that could only be guessed in part is told field by field', async () => {
    const path = join(api.services.env.dataDir, 'import', 'odd.csv');
    await writeFile(path, 'no;what;price;image\n1;Shirt;10;a.jpg\n');
    const { analyzeFeed } = await api.data<{ analyzeFeed: unknown }>(
      `mutation ($path: String!) { analyzeFeed(input: { path: $path }) {
        mapping { externalId } guess { externalId title price images attributes } } }`,
      { path },
    );
    expect(analyzeFeed).toEqual({
      mapping: null,
      guess: {
        externalId: null,
        title: null,
        price: 'price',
        images: ['image'],
        attributes: ['no', 'what'],
      },
    });
  });
});
