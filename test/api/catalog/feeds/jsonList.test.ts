import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAll } from './readAll.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semblance-json-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(document: unknown, space?: number) {
  const path = join(folder, 'feed.json');
  await writeFile(path, JSON.stringify(document, null, space));
  const { feed, outcomes } = await readAll(path);
  const titles = outcomes.map(({ product }) => [product?.externalId, product?.title]);
  return { feed, titles };
}

const categories = [{ id: 1, name: 'Shoes' }];
const products = [{ id: 'P1', title: 'Red shoe' }];

describe('the products of a JSON document', () => {
  it.each<[string, object, string]>([
    ['beside categories', { categories, products }, 'products'],
    ['before categories', { products, categories }, 'products'],
    ['below other keys', { meta: { brands: categories }, data: { items: products } }, 'data.items'],
    ['by no telling name', { a: categories, b: [{ ...products[0], price: 5 }] }, 'b'],
    ['by id', { P1: { title: 'Red shoe' }, P2: { title: 'Hat' } }, ''],
    [
      'by id below a key',
      { categories, products: { P1: { title: 'Red shoe' }, P2: { title: 'Hat' } } },
      'products',
    ],
  ])('are found %s', async (_where, document, list) => {
    const { feed, titles } = await read(document);
    expect([feed.format, feed.listPath.join('.'), titles[0]]).toEqual([
      'JSON',
      list,
      ['P1', 'Red shoe'],
    ]);
    expect((await read(document, 2)).titles).toEqual(titles);
  });

  it('are found behind megabytes of something else', async () => {
    const many = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `Category number ${id}` }));
    const { feed, titles } = await read({ categories: many, products });
    expect([feed.listPath, titles]).toEqual([['products'], [['P1', 'Red shoe']]]);
    expect(feed.warnings).toEqual([
      'The products are read from "products"; the file also has "categories".',
    ]);
  });

  it('are one when a line holds one object with objects in it', async () => {
    const { feed, titles } = await read({
      id: 1,
      title: 'A',
      price: { amount: 5 },
      brand: { name: 'B' },
    });
    expect([feed.format, titles]).toEqual(['JSONL', [['1', 'A']]]);
  });

  it('may have lists of their own', async () => {
    const { feed, titles } = await read([
      { id: 1, title: 'A', items: products, variants: [{ id: 9, title: 'S', price: 1, url: 'u' }] },
    ]);
    expect([feed.listPath, titles, feed.warnings]).toEqual([[], [['1', 'A']], []]);
  });
});
