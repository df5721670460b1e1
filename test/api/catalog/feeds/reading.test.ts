import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guessMapping } from '../../../../apps/api/src/catalog/feeds/guessMapping.ts';
import { identifyFeed } from '../../../../apps/api/src/catalog/feeds/identifyFeed.ts';
import { checkHeader, checkMapping } from '../../../../apps/api/src/catalog/feeds/mapping.ts';
import { parsePrice } from '../../../../apps/api/src/catalog/feeds/price.ts';
import { Values } from '../../../../apps/api/src/catalog/feeds/readers/record.ts';
import { readHeader, readTable } from '../../../../apps/api/src/catalog/feeds/readers/table.ts';
import { recordReader } from '../../../../apps/api/src/catalog/feeds/readProduct.ts';

describe('a guessed mapping', () => {
  it('understands the header of the fashion dataset', () => {
    const header =
      'id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,productDisplayName';
    expect(guessMapping(header.split(','))).toMatchObject({
      externalId: 'id',
      title: 'productDisplayName',
      category: 'articleType',
      categoryPath: ['masterCategory', 'subCategory', 'articleType'],
      attributes: ['gender', 'articleType', 'baseColour', 'season', 'year', 'usage'],
      imagePattern: '{id}',
    });
  });

  it('understands the usual names of a shop export, however they are written', () => {
    const header = ['SKU', 'Product Name', 'Brand', 'Price', 'Currency', 'Image', 'Link', 'Colour'];
    expect(guessMapping(header)).toMatchObject({
      externalId: 'SKU',
      title: 'Product Name',
      brand: 'Brand',
      price: 'Price',
      currency: 'Currency',
      images: ['Image'],
      url: 'Link',
      attributes: ['Colour'],
      imagePattern: undefined,
    });
  });

  it('always names columns that the header has', () => {
    const header = ['Item ID', 'title', 'category', 'sub_category', 'stock'];
    const mapping = guessMapping(header);
    expect(mapping.categoryPath).toEqual(['category', 'sub_category']);
    expect(() => checkMapping(mapping, { names: header, isWhole: true })).not.toThrow();
  });

  it.each([
    [['name', 'price'], 'mapping.externalId'],
    [['id', 'price'], 'mapping.title'],
  ])('of %j asks for %s', (header, field) => {
    expect(() => guessMapping(header)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', details: { field } }),
    );
  });

  it('refuses a header that names a column twice', () => {
    const header = ['id', 'title', 'colour', 'colour'];
    expect(() => checkHeader(header)).toThrow(/two columns named "colour"/);
  });
});

describe('a price', () => {
  it.each([
    ['12.99', '12.99', undefined],
    ['12,99 €', '12.99', 'EUR'],
    ['USD 1,299.00', '1299.00', 'USD'],
    ['1.299,00 EUR', '1299.00', 'EUR'],
    ['1,299', '1299', undefined],
    ['1.299.000', '1299000', undefined],
    ["CHF 1'299.50", '1299.50', 'CHF'],
    ['1 299', '1299', undefined],
    ['$0.5', '0.5', 'USD'],
    ['$1,299.00', '1299.00', 'USD'],
    ['19,90EUR', '19.90', 'EUR'],
    ['49,99 zł', '49.99', 'PLN'],
    ['1 234,50 Kč', '1234.50', 'CZK'],
    ['US$ 5', '5', 'USD'],
    ['R$1.299,90', '1299.90', 'BRL'],
    ['0', '0', undefined],
    ['0.500', '0.500', undefined],
    ['1,23,456.70 INR', '123456.70', 'INR'],
  ])('%s is %s %s', (text, amount, currency) => {
    expect(parsePrice(text)).toEqual({ amount, currency });
  });

  it.each(['', 'free', '-3', '1 to 3 EUR', '12.99.50,1.2', '99999999999', '€'])(
    'is not read from "%s"',
    (text) => {
      expect(parsePrice(text)).toBeUndefined();
    },
  );
});

describe('a row', () => {
  const header = ['id', 'title', 'stock', 'link', 'images', 'wild', 'size'];
  const read = recordReader({
    externalId: 'id',
    title: 'title',
    availability: 'stock',
    url: 'link',
    images: ['images'],
    wildImages: ['wild'],
    attributes: ['size'],
    imagePattern: '{id}_{size}.png',
  });
  const row = (...fields: string[]) => {
    const values = new Values();
    for (const [index, column] of header.entries()) values.add(column, fields[index] ?? '');
    return read({ row: 2, rows: 1, values, problems: [] });
  };

  it.each([
    ['in stock', 'IN_STOCK'],
    ['https://schema.org/OutOfStock', 'OUT_OF_STOCK'],
    ['preorder', 'PREORDER'],
    ['7', 'IN_STOCK'],
    ['0', 'OUT_OF_STOCK'],
    ['', 'UNKNOWN'],
  ])('with stock "%s" is %s', (stock, availability) => {
    const { draft, issues } = row('a', 'A', stock, '', '', '', 'M');
    expect([draft?.availability, issues]).toEqual([availability, []]);
  });

  it('keeps what is good of a row with a bad link and unknown availability', () => {
    const { draft, issues } = row('a', 'A', 'maybe', 'javascript:alert(1)', '', '', 'M');
    expect(draft).toMatchObject({ url: null, availability: 'UNKNOWN' });
    expect(issues.map(({ code, field }) => [code, field])).toEqual([
      ['BAD_AVAILABILITY', 'stock'],
      ['BAD_URL', 'link'],
    ]);
  });

  it('lists its images in order, each once, wild ones after', () => {
    const { draft } = row('a', 'A', '', '', 'x.jpg | y.jpg|x.jpg', 'street.jpg', 'M');
    expect(draft?.images).toEqual([
      { name: 'x.jpg', kind: 'CATALOG' },
      { name: 'y.jpg', kind: 'CATALOG' },
      { name: 'a_M.png', kind: 'CATALOG' },
      { name: 'street.jpg', kind: 'WILD' },
    ]);
  });

  it.each([
    ['blanks', ' '],
    ['digits and blanks', '1 '],
    ['bars and blanks', ' |'],
    ['tags', '<a '],
    ['entities', '&a'],
    ['category levels', ' > '],
  ])('of 100,000 %s is read in no time', (_what, piece) => {
    const text = `x${piece.repeat(99_990 / piece.length)}x`;
    const everywhere = {
      externalId: 'id',
      title: 'id',
      description: 'b',
      brand: 'b',
      category: 'b',
    };
    const mapping = { ...everywhere, price: 'b', currency: 'b', availability: 'b', url: 'b' };
    const values = new Values([
      ['id', ['a']],
      ['b', [text]],
    ]);
    const startedAt = performance.now();
    recordReader({ ...mapping, images: ['b'] })({ row: 2, rows: 1, values, problems: [] });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('makes no image name of a pattern whose column is empty', () => {
    expect(row('a', 'A', '', '', '', '', '').draft?.images).toEqual([]);
  });
});

describe('a CSV', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'semblance-csv-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function rowsOf(text: string) {
    const path = join(directory, 'some.csv');
    await writeFile(path, text);
    const feed = await identifyFeed(path);
    const records = await Array.fromAsync(readTable(feed));
    return { header: await readHeader(feed), records };
  }

  it.each([
    ['a byte order mark and CRLF', '\uFEFFid,title\r\n1,A\r\n'],
    ['blank lines', 'id,title\n\n1,A\n\n'],
    ['semicolons', 'id;title\n1;A'],
    ['tabs', 'id\ttitle\n1\tA'],
  ])('may have %s', async (_what, text) => {
    const { header, records } = await rowsOf(text);
    expect(header).toEqual(['id', 'title']);
    expect(records.map(({ row, values }) => [row, ...values])).toEqual([
      [2, ['id', ['1']], ['title', ['A']]],
    ]);
  });

  it('may have line breaks within quotes', async () => {
    const { records } = await rowsOf('id,title\n1,"two\nlines"\n2,B');
    expect(records.map(({ row, values }) => [row, values.get('title')])).toEqual([
      [2, ['two\nlines']],
      [3, ['B']],
    ]);
  });

  it('that is empty is refused', async () => {
    await expect(rowsOf('')).rejects.toMatchObject({ code: 'BAD_INPUT', message: /empty/ });
  });
});
