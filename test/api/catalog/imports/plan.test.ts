import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Services } from '../../../../apps/api/src/services.ts';
import { jpeg, writeCsv, writeImages } from '../../../support/feed.ts';
import { type TestServices, testServices } from '../../../support/services.ts';

let test: TestServices;
let catalog: Services['catalog'];
let folder: string;
let images: string;

beforeAll(async () => {
  test = await testServices();
  catalog = test.services.catalog;
  folder = join(test.services.env.dataDir, 'import');
  images = await writeImages(join(folder, 'images'), { 'red.jpg': await jpeg('#c00') });
});
afterAll(() => test?.close());

const HEADER = ['id', 'title', 'price', 'image'];
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => [`p${i}`, `Product ${i}`, '10', '']);

const write = (name: string, rows: string[][]) =>
  writeCsv(join(folder, `${name}.csv`), [HEADER, ...rows]);

type Options = Partial<Parameters<typeof catalog.imports.start>[0]>;

async function imported(name: string, rows: string[][], options: Options = {}) {
  const path = await write(name, rows);
  const { id } = await catalog.imports.start({
    catalog: name,
    path,
    imageDirectory: images,
    ...options,
  });
  return catalog.imports.execute(id);
}

async function planned(name: string, rows: string[][], options: Options = {}) {
  const path = await write(name, rows);
  const { id } = await catalog.imports.plan({
    catalog: name,
    path,
    imageDirectory: images,
    ...options,
  });
  const run = await catalog.imports.execute(id);
  return {
    run,
    examples: run.examples as unknown as {
      outcome: string;
      externalId: string;
      reasons: string[];
    }[],
  };
}

async function productsOf(name: string) {
  const found = await catalog.products.findCatalog(name);
  const page = await catalog.products.page({ first: 100, filter: { catalogId: found?.id } });
  return page.edges
    .map(({ node }) => node)
    .toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1));
}

const issuesOf = async (id: string) =>
  (await catalog.imports.issues(id, { first: 100 })).edges.map(({ node }) => [node.row, node.code]);

describe('a dry run', () => {
  it('says what would be created, updated, kept, removed and refused, and writes none of it', async () => {
    await imported('plan', rowsOf(5));
    const before = await productsOf('plan');
    const { run, examples } = await planned(
      'plan',
      [
        ['p0', 'Product 0', '10', ''],
        ['p1', 'Renamed', '12.50', ''],
        ['p2', 'Product 2', 'cheap', ''],
        ['new', 'New', '1', 'red.jpg'],
        ['', 'No id', '1', ''],
        ['lost', 'Lost its image', '', 'nowhere.jpg'],
      ].filter(([id]) => id !== ''),
      { removal: 'DELETE' },
    );
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      dryRun: true,
      created: 2,
      updated: 2,
      unchanged: 1,
      removed: 2,
      failed: 0,
      imagesStored: 0,
    });
    const reasons = Object.fromEntries(
      examples.map((e) => [`${e.outcome} ${e.externalId}`, e.reasons]),
    );
    expect(reasons).toEqual({
      'CREATE new': [],
      'CREATE lost': [],
      'UPDATE p1': ['title: "Product 1" → "Renamed"', 'price: "10.0000" → "12.50"'],
      'UPDATE p2': ['price: "10.0000" → nothing'],
      'REMOVE p3': ['is not in the feed'],
      'REMOVE p4': ['is not in the feed'],
      'INVALID p2': ['BAD_PRICE: "cheap" is not a price.'],
      'INVALID lost': ['IMAGE_MISSING: There is no image nowhere.jpg in the image folder.'],
    });
    expect(await productsOf('plan')).toEqual(before);
  });

  it.each([
    ['IGNORE_FAILED', { created: 3, unchanged: 0, failed: 0 }, { created: 0, unchanged: 3 }],
    ['REJECT_FAILED', { created: 1, unchanged: 0, failed: 2 }, { created: 0, unchanged: 1 }],
  ] as const)(
    'finds the damaged images that the import finds: %s',
    async (policy, first, again) => {
      const whole = await jpeg('#0c0');
      const cut = whole.subarray(0, whole.length / 2);
      await writeImages(images, { 'cut.jpg': cut, 'empty.jpg': Buffer.alloc(0) });
      const name = `damaged ${policy}`;
      const rows = ['red', 'cut', 'empty'].map((image) => [image, image, '1', `${image}.jpg`]);
      const { run: plan, examples } = await planned(name, rows, { policy });
      expect(plan).toMatchObject({ ...first, imagesStored: 0 });
      const invalid = examples.filter(({ outcome }) => outcome === 'INVALID');
      expect(invalid.map(({ externalId }) => externalId)).toEqual(['cut', 'empty']);
      const run = await catalog.imports.execute((await catalog.imports.confirm(plan.id)).id);
      expect(run).toMatchObject(first);
      expect(await issuesOf(run.id)).toEqual(await issuesOf(plan.id));
      expect((await planned(name, rows, { policy })).run).toMatchObject(again);
      expect(await imported(name, rows, { policy })).toMatchObject(again);
    },
  );

  it('is confirmed once, and the import does what it said', async () => {
    await imported('confirm', rowsOf(4));
    const { run: plan } = await planned('confirm', rowsOf(3), { removal: 'DELETE' });
    expect(plan).toMatchObject({ unchanged: 3, removed: 1 });
    const [one, two] = await Promise.all([
      catalog.imports.confirm(plan.id),
      catalog.imports.confirm(plan.id),
    ]);
    expect(one.id).toBe(two.id);
    const run = await catalog.imports.execute(one.id);
    expect(run).toMatchObject({ dryRun: false, planId: plan.id, unchanged: 3, removed: 1 });
    expect((await productsOf('confirm')).map(({ externalId }) => externalId)).toEqual([
      'p0',
      'p1',
      'p2',
    ]);
  });

  it('can not be confirmed when its feed is gone', async () => {
    const { run } = await planned('gone', rowsOf(2));
    await rm(join(folder, 'gone.csv'));
    await expect(catalog.imports.confirm(run.id)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('not there any more'),
    });
  });

  it('can not be confirmed when its feed changed meanwhile, or when it is no dry run', async () => {
    const { run } = await planned('stale', rowsOf(2));
    await appendFile(join(folder, 'stale.csv'), '\nlate,Late,1,');
    await expect(catalog.imports.confirm(run.id)).rejects.toMatchObject({ code: 'CONFLICT' });
    const applied = await imported('stale', rowsOf(2));
    await expect(catalog.imports.confirm(applied.id)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'id' },
    });
  });
});

describe('products that vanished from the feed', () => {
  it('are kept unless something else was asked', async () => {
    await imported('keep', rowsOf(3));
    expect(await imported('keep', rowsOf(2))).toMatchObject({ unchanged: 2, removed: 0 });
    expect(await productsOf('keep')).toHaveLength(3);
  });

  it('are marked unavailable once, and available again when they come back', async () => {
    await imported('mark', rowsOf(3));
    expect(await imported('mark', rowsOf(2), { removal: 'UNAVAILABLE' })).toMatchObject({
      removed: 1,
    });
    const [, , gone] = await productsOf('mark');
    expect(gone).toMatchObject({ availability: 'OUT_OF_STOCK', vanishedAt: expect.any(Date) });
    expect(await imported('mark', rowsOf(2), { removal: 'UNAVAILABLE' })).toMatchObject({
      removed: 0,
    });
    expect(await imported('mark', rowsOf(3))).toMatchObject({ updated: 1, unchanged: 2 });
    const [, , back] = await productsOf('mark');
    expect(back).toMatchObject({ availability: 'UNKNOWN', vanishedAt: null });
  });

  it('are not removed when they are more than half, unless that is allowed', async () => {
    await imported('guard', rowsOf(5));
    const cut = imported('guard', rowsOf(2), { removal: 'DELETE' });
    await expect(cut).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'allowLargeRemoval', removed: 3 },
    });
    expect(await productsOf('guard')).toHaveLength(5);
    const { run } = await planned('guard', rowsOf(2), { removal: 'DELETE' });
    expect(run.warnings).toEqual([
      expect.stringContaining('3 of the catalog’s 5'.replace('’', "'")),
    ]);
    const allowed = { removal: 'DELETE' as const, allowLargeRemoval: true };
    expect(await imported('guard', rowsOf(2), allowed)).toMatchObject({ removed: 3 });
    expect(await productsOf('guard')).toHaveLength(2);
  });

  it('are not those whose row is bad, and nobody is removed while a row has no id', async () => {
    await imported('bad', rowsOf(4));
    const rows = rowsOf(3);
    rows[2] = ['p2', '', '10', ''];
    expect(await imported('bad', rows, { removal: 'DELETE' })).toMatchObject({
      failed: 1,
      removed: 1,
    });
    expect(await productsOf('bad')).toHaveLength(3);
    rows[2] = ['', 'Which one?', '10', ''];
    const run = await imported('bad', rows, { removal: 'DELETE' });
    expect(run).toMatchObject({ status: 'SUCCEEDED', failed: 1, removed: 0 });
    expect(await issuesOf(run.id)).toEqual([
      [4, 'REMOVAL_SKIPPED'],
      [4, 'MISSING_VALUE'],
    ]);
  });
});

describe('a policy', () => {
  const rows = [
    ['good', 'Good', '1', 'red.jpg'],
    ['price', 'Bad price', 'cheap', ''],
    ['image', 'Bad image', '1', 'red.jpg|broken.jpg'],
    ['title', '', '1', ''],
  ];
  beforeAll(() => writeFile(join(images, 'broken.jpg'), 'no image'));

  it('to ignore what failed takes a product without it', async () => {
    expect(await imported('ignore', rows)).toMatchObject({
      created: 3,
      failed: 1,
      imagesStored: 0,
    });
  });

  it('to reject what failed leaves a product out whole, and no file of it behind', async () => {
    await writeImages(images, { 'own.jpg': await jpeg('#0ff') });
    const own = rows.map(([id = '', title = '', price = '', image = '']) => [
      id,
      title,
      price,
      image.replace('red.jpg|', 'own.jpg|'),
    ]);
    const run = await imported('reject', own, { policy: 'REJECT_FAILED' });
    expect(run).toMatchObject({ created: 1, failed: 3, imagesStored: 0 });
    expect((await productsOf('reject')).map(({ externalId }) => externalId)).toEqual(['good']);
    const bytes = await readFile(join(images, 'own.jpg'));
    const { sha256, existed } = await test.services.storage.put(bytes);
    expect(existed).toBe(false);
    await test.services.storage.removeIfOlder(sha256, new Date(Date.now() + 60_000));
  });

  it('to reject everything writes nothing, and says of each row why', async () => {
    const path = await write('all', rows);
    const { id } = await catalog.imports.start({ catalog: 'all', path, policy: 'REJECT_ALL' });
    await expect(catalog.imports.execute(id)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await productsOf('all')).toEqual([]);
    expect(await issuesOf(id)).toEqual([
      [3, 'BAD_PRICE'],
      [5, 'MISSING_VALUE'],
    ]);
    const onlyImage = imported('all', [...rows.slice(0, 1), ...rows.slice(2, 3)], {
      policy: 'REJECT_ALL',
    });
    await expect(onlyImage).rejects.toMatchObject({ code: 'BAD_INPUT', details: { issues: 1 } });
    expect(await productsOf('all')).toEqual([]);
    const fine = await imported('all', rows.slice(0, 1), { policy: 'REJECT_ALL' });
    expect(fine).toMatchObject({ created: 1, failed: 0 });
  });
});

describe('a mapping', () => {
  it('that was given is saved for the catalog and offered the next time', async () => {
    const path = join(folder, 'odd.csv');
    await writeFile(path, 'no;what;size\n1;Shirt;M\n');
    const asked = await catalog.feeds.analyze({ path, catalog: 'odd' });
    expect(asked).toMatchObject({ mapping: null, previews: [] });
    expect(asked.warnings.join()).toContain('mapping.externalId');
    const mapping = { externalId: 'no', title: 'what', attributes: ['size'] };
    const { id } = await catalog.imports.start({ catalog: 'odd', path, mapping });
    expect(await catalog.imports.execute(id)).toMatchObject({ created: 1 });
    expect(await catalog.feeds.analyze({ path, catalog: 'odd' })).toMatchObject({
      mappingFrom: 'SAVED',
      mapping,
      columns: [
        { name: 'no', samples: ['1'] },
        { name: 'what', samples: ['Shirt'] },
        { name: 'size', samples: ['M'] },
      ],
      previews: [
        { row: 2, product: { externalId: '1', title: 'Shirt', attributes: { size: 'M' } } },
      ],
    });
    // A feed that lost the column is guessed anew.
    await writeFile(path, 'id;title\n1;Shirt\n');
    expect(await catalog.feeds.analyze({ path, catalog: 'odd' })).toMatchObject({
      mappingFrom: 'GUESSED',
    });
  });

  it('given in part goes before what is guessed, and the rest stays', async () => {
    const path = join(folder, 'part.csv');
    await writeFile(path, 'sku,name,price,old price,colour\n1,Shirt,10,12 EUR,red\n');
    const given = { catalog: 'part', path, mapping: { price: 'old price' } };
    const { mapping, previews, mappingFrom } = await catalog.feeds.analyze(given);
    expect(mappingFrom).toBe('GIVEN');
    expect(mapping).toMatchObject({ externalId: 'sku', title: 'name', price: 'old price' });
    expect(previews[0]?.product).toMatchObject({
      ...{ externalId: '1', title: 'Shirt', price: '12', currency: 'EUR' },
      attributes: { price: '10', colour: 'red' },
    });
    const { id } = await catalog.imports.start(given);
    expect(await catalog.imports.execute(id)).toMatchObject({ created: 1, failed: 0 });
  });

  it('given in part goes before what the format prescribes', async () => {
    const path = join(folder, 'google.tsv');
    const header = 'id\ttitle\tlink\timage_link\tprice\tproduct_type\tcustom_label_0';
    await writeFile(
      path,
      `${header}\n1\tShirt\thttps://s.example/1\t\t9 EUR\tTops > Shirts\tAcme\n`,
    );
    const { mapping, previews } = await catalog.feeds.analyze({
      path,
      mapping: { brand: 'custom_label_0', price: null },
    });
    expect(mapping).toMatchObject({
      ...{ externalId: 'id', title: 'title', brand: 'custom_label_0' },
      ...{ categoryPath: ['product_type'], images: ['image_link'] },
    });
    expect(mapping?.price).toBeUndefined();
    expect(previews[0]?.product).toMatchObject({ brand: 'Acme', price: null, category: 'Shirts' });
    expect(previews[0]?.product?.attributes).not.toHaveProperty('custom_label_0');
  });

  it('without id or title is refused, also where a column has no name', async () => {
    const path = join(folder, 'unnamed.csv');
    await writeFile(path, ',sku,name,price\n1,a,Shirt,10\n');
    for (const field of ['externalId', 'title']) {
      const start = catalog.imports.start({ catalog: 'none', path, mapping: { [field]: '' } });
      const details = { field: `mapping.${field}` };
      await expect(start).rejects.toMatchObject({ code: 'BAD_INPUT', details });
    }
  });

  it('is saved by an import and by a dry run that is confirmed, not by a dry run alone', async () => {
    const path = join(folder, 'saved.csv');
    await writeFile(path, 'sku,name,price,other\n1,Shirt,10,12\n');
    const input = { catalog: 'saved', path };
    const dry = await catalog.imports.plan({ ...input, mapping: { price: 'other' } });
    await catalog.imports.execute(dry.id);
    expect(dry.mapping).toMatchObject({ externalId: 'sku', price: 'other' });
    expect(await catalog.feeds.analyze(input)).toMatchObject({
      ...{ mappingFrom: 'GUESSED', mapping: { price: 'price' } },
    });
    await catalog.imports.confirm(dry.id);
    expect(await catalog.feeds.analyze(input)).toMatchObject({
      ...{ mappingFrom: 'SAVED', mapping: { price: 'other' } },
    });
  });
});
