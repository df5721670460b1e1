import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertModel, insertProducts } from '../embeddings/rows.ts';
import { type TestApi, testApi } from './api.ts';

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

/** A resolver that loads row by row shows up here as a number that grows with the page. */
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
