import { graphql } from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContext } from '../../../apps/api/src/context.ts';
import { builder } from '../../../apps/api/src/graphql/builder.ts';
import '../../../apps/api/src/schema.ts';
import { type TestServices, testServices } from '../../support/services.ts';
import { insertModel, insertProducts } from '../embeddings/rows.ts';
import { type TestApi, testApi } from './api.ts';
import { type EveryRow, insertEveryRow } from './everyRow.ts';
import { everyFieldOf, listQueries } from './listQueries.ts';

/** The schema without limits of cost: a query for every field of every row is dear. */
const unlimited = builder.toSchema({ complexity: { disabled: true } });

/** Statements that the process sends while `work` runs, transactions' BEGIN and COMMIT included. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args as [string | { text?: string }];
    seen.push(typeof first === 'string' ? first : (first.text ?? ''));
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return seen.map((text) => text.replace(/\s+/g, ' ').trim());
}

interface Bound {
  /** Most statements of a query for one row with every field that it leads to. */
  readonly most: number;
  /** More for each further row; only with a reason. */
  readonly perRow?: number;
  /** Arguments that ask for `rows` rows, where the list does not show all that there is. */
  readonly args?: (of: EveryRow, rows: number) => string;
}

/** Every list query of the schema. */
const BOUNDS: Record<string, Bound> = {
  catalogs: { most: 5 },
  duplicateCounts: { most: 1 },
  duplicateImages: { most: 4 },
  embedRuns: { most: 12 },
  importRuns: { most: 9 },
  importSources: { most: 10 },
  mappingFields: { most: 0 },
  models: { most: 15 },
  products: { most: 12 },
  // Each sample is a search of its own.
  sampleRetrievals: { most: 22, perRow: 7, args: (_of, rows) => `(count: ${rows})` },
  sampleTriplets: {
    most: 5,
    args: ({ tripletSetId }, rows) =>
      `(tripletSetId: "${tripletSetId}", split: TRAIN, seed: 1, count: ${rows})`,
  },
  similarProducts: { most: 40, args: ({ productId }) => `(productId: "${productId}")` },
  trainingRuns: { most: 17 },
  tripletSets: { most: 6 },
  triplets: { most: 5, args: ({ tripletSetId }) => `(tripletSetId: "${tripletSetId}")` },
};

const MANY = 6;

/**
 * A resolver that loads row by row shows up here as one statement more, at least, for each further
 * row. One or two come and go with the order in which the database's answers come in.
 */
describe('the statements of a list query', () => {
  let one: TestServices;
  let many: TestServices;
  let rowsOf: Map<TestServices, EveryRow>;
  beforeAll(async () => {
    one = await testServices();
    many = await testServices();
    rowsOf = new Map([
      [one, await insertEveryRow(one.services, 1)],
      [many, await insertEveryRow(many.services, MANY)],
    ]);
  });
  afterAll(async () => {
    await one.close();
    await many.close();
  });

  async function run(test: TestServices, source: string): Promise<string[]> {
    const contextValue = createContext(test.services, new AbortController().signal);
    return statementsOf(async () => {
      const { errors } = await graphql({ schema: unlimited, source, contextValue });
      if (errors) throw errors[0];
    });
  }

  it('have a bound for every list query of the schema', () => {
    expect(Object.keys(BOUNDS).toSorted()).toEqual(listQueries());
  });

  it.each(listQueries())('are few for %s, and do not grow with the rows', async (list) => {
    const { most, perRow = 0, args } = BOUNDS[list] ?? { most: 0 };
    const ask = (test: TestServices, rows: number) => {
      const given = args?.(rowsOf.get(test) as EveryRow, rows) ?? '';
      return run(test, `{ ${list}${given} ${everyFieldOf(list)} }`);
    };
    const few = await ask(one, 1);
    const more = await ask(many, MANY);
    expect(few.length, few.join('\n')).toBeLessThanOrEqual(most);
    const grown = more.length - few.length - perRow * (MANY - 1);
    expect(grown, more.join('\n')).toBeLessThan(MANY - 1);
  });
});

describe('the statements of a query', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi();
    await insertProducts(api.services.database, 40, { images: 3 });
    for (let version = 0; version < 5; version++) await insertModel(api.services.database, 4);
  });
  afterAll(() => api.close());

  it.each([
    [
      'products with all that hangs on them',
      7,
      `query ($first: Int) { products(first: $first) { nodes {
        id catalog { name } primaryImage { image { thumbnailUrl } }
        images { name image { url products { title } } } } } }`,
    ],
    [
      'models with aliases and coverage',
      8,
      '{ models { number aliases coverage { images embedded } trainingRun { id } } }',
    ],
    ['embedding runs with their models', 2, '{ embedRuns { id modelVersion { name aliases } } }'],
  ])('are few for %s, and as many for one row as for many', async (_name, most, query) => {
    await api.data(query, { first: 1 });
    const one = await statementsOf(() => api.data(query, { first: 1 }));
    const many = await statementsOf(() => api.data(query, { first: 40 }));
    expect(many.length, many.join('\n')).toBe(one.length);
    expect(many.length, many.join('\n')).toBeLessThanOrEqual(most);
  });
});
