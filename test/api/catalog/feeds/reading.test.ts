import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guessMapping } from '../../../../apps/api/src/catalog/feeds/guessMapping.ts';
import { identifyFeed } from '../../../../apps/api/src/catalog/feeds/identifyFeed.ts';
import { checkMapping } from '../../../../apps/api/src/catalog/feeds/mapping.ts';
import { parsePrice } from '../../../../apps/api/src/catalog/feeds/price.ts';
import { Values } from '../../../../apps/api/src/catalog/feeds/readers/record.ts';
import { readHeader, readTable } from '../../../../apps/api/src/catalog/feeds/readers/table.ts';
import { recordReader } from '../../../../apps/api/src/catalog/feeds/readProduct.ts';
import { sampleFeed } from '../../../../apps/api/src/catalog/feeds/sampleFeed.ts';
import { readBatches } from '../../../../apps/api/src/catalog/imports/readBatches.ts';
import { surveyFeed } from '../../../../apps/api/src/catalog/imports/survey.ts';

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

  it.each([
    ['externalId', 'Artikelnummer'],
    ['externalId', 'asin'],
    ['externalId', 'uniq_id'],
    ['externalId', 'pid'],
    ['title', 'prod_name'],
    ['title', 'Product Title'],
    ['price', 'Price (EUR)'],
    ['price', 'Preis €'],
    ['price', 'price_usd'],
    ['price', 'price.amount'],
    ['images', 'base_image'],
    ['images', 'img'],
    ['images', 'additional_images'],
    ['availability', 'Stock quantity'],
  ] as const)('finds %s in "%s"', (field, column) => {
    const others = { externalId: 'id', title: 'name' };
    const header = Object.entries(others).flatMap(([name, each]) => (name === field ? [] : [each]));
    const found = guessMapping([...header, column])[field];
    expect([found].flat()).toEqual([column]);
  });

  it('takes the currency that the name of the price column says', () => {
    const read = recordReader(guessMapping(['id', 'name', 'Price (EUR)']));
    const values = new Values([
      ['id', ['1']],
      ['name', ['A']],
      ['Price (EUR)', ['19,90']],
    ]);
    const { draft } = read({ row: 2, rows: 1, values, problems: [] });
    expect(draft).toMatchObject({ price: '19.90', currency: 'EUR', attributes: {} });
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
    ['12.500 KWD', '12.500', 'KWD'],
    ['OMR 1.250', '1.250', 'OMR'],
    ['12,500 TND', '12.500', 'TND'],
    ['BHD 1,250.500', '1250.500', 'BHD'],
    ['12.500 EUR', '12500', 'EUR'],
    ['1’299.00', '1299.00', undefined],
    ["CHF 1'299.-", '1299', 'CHF'],
    ['199 kr', '199', undefined],
    ['199,-', '199', undefined],
    ['199,– €', '199', 'EUR'],
    ['US $19.99', '19.99', 'USD'],
    ['USD $19.99', '19.99', 'USD'],
    ['AU$ 5', '5', 'AUD'],
  ])('%s is %s %s', (text, amount, currency) => {
    expect(parsePrice(text)).toEqual({ amount, currency });
  });

  it.each([
    ['25.000', { decimalMark: '.' }, '25.000'],
    ['25.000', { decimalMark: ',' }, '25000'],
    ['1,299', { decimalMark: '.' }, '1299'],
    ['1,299', { decimalMark: ',' }, '1.299'],
    ['12.500', { currency: 'JOD' }, '12.500'],
    ['12,500', { currency: 'KWD', decimalMark: '.' }, '12500'],
    ['19,99', { decimalMark: '.' }, '19.99'],
  ] as const)('%s among others of %j is %s', (text, context, amount) => {
    expect(parsePrice(text, context)?.amount).toBe(amount);
  });

  it.each(['', 'free', '-3', '1 to 3 EUR', '12.99.50,1.2', '99999999999', '€'])(
    'is not read from "%s"',
    (text) => {
      expect(parsePrice(text)).toBeUndefined();
    },
  );
});

describe('a row', () => {
  it.each(['N/A', '-', '–', 'n/a'])('where %j stands for nothing is taken without it', (text) => {
    const columns = ['price', 'currency', 'availability', 'url', 'brand', 'category', 'groupId'];
    const names = Object.fromEntries(columns.map((name) => [name, name]));
    const values = new Values();
    for (const name of columns) values.add(name, text);
    values.add('id', '1');
    values.add('title', 'A');
    const reader = recordReader({ externalId: 'id', title: 'title', ...names });
    expect(reader({ row: 2, rows: 1, values, problems: [] })).toMatchObject({
      draft: {
        price: null,
        currency: null,
        availability: 'UNKNOWN',
        url: null,
        brand: null,
        groupId: null,
        category: null,
      },
      issues: [],
    });
  });

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
    ['-3', 'OUT_OF_STOCK'],
    ['10+', 'IN_STOCK'],
    ['100.0000', 'IN_STOCK'],
    ['0.0000', 'OUT_OF_STOCK'],
    ['onbackorder', 'PREORDER'],
    ['nicht lieferbar', 'OUT_OF_STOCK'],
    ['verfügbar', 'IN_STOCK'],
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
    ['a byte order mark and CRLF', '\uFEFFid,title\r\n1,A\r\n', 2],
    ['blank lines', 'id,title\n\n1,A\n\n', 3],
    ['blank lines first', '\n\r\nid,title\n1,A\n', 4],
    ['blank rows first', ',\n,\nid,title\n1,A\n', 4],
    ['blank rows last', 'id,title\n1,A\n,\n , \n,\n', 2],
    ['semicolons', 'id;title\n1;A', 2],
    ['tabs', 'id\ttitle\n1\tA', 2],
  ])('may have %s, and rows are numbered as a spreadsheet does', async (_what, text, row) => {
    const { header, records } = await rowsOf(text);
    expect(header).toEqual(['id', 'title']);
    expect(records.map(({ row, values, problems }) => [row, ...values, ...problems])).toEqual([
      [row, ['id', ['1']], ['title', ['A']]],
    ]);
  });

  it.each([
    ['rows that end before the header does', 'id,title,size\n1,A\n', 2],
    ['empty cells beyond the header', 'id,title\n1,A,,\n', 2],
    ['a line that tells Excel the delimiter', 'sep=;\nid;title, long\n1;A\n', 3],
    ['a title', 'Products of the shop\nid,title\n1,A\n2,B\n', 3],
    ['titles and a date', 'Bobs export,,\n27 November 2026,,\n\nid,title,size\n1,A,\n2,B,\n', 5],
    ['comments', '# made today, for you\n# by the shop\nid,title\n1,A\n', 4],
    [
      "the comments of Meta's template",
      '# Required | A unique id,"# Required | A title, in words",# Optional | A size\nid,title,size\n1,A,M\n',
      3,
    ],
    ['a number sign in a name', '#,title,id\n7,A,1\n', 2],
    ['a line break in the name of a column', '"long\nname",id\nA,1\n', 2],
  ])('may have %s', async (_what, text, row) => {
    const { records } = await rowsOf(text);
    const [first] = records;
    expect(first).toMatchObject({ row, problems: [] });
    const { values } = first ?? { values: new Map() };
    expect([values.get('id'), [...values.values()].flat().includes('A')]).toEqual([['1'], true]);
  });

  it('says when something stands above its header, or a name stands in it twice', async () => {
    const path = join(directory, 'said.csv');
    await writeFile(path, 'Our products\nid,title,colour,colour\n1,A,,red\n2,B,green,blue\n');
    const feed = await identifyFeed(path);
    expect(feed.warnings).toEqual([
      'The header is line 2; what stands above it is left out.',
      'Two columns are named "colour"; where both say something, the first counts.',
    ]);
    const { columns, records } = await sampleFeed(feed);
    expect(columns.names).toEqual(['id', 'title', 'colour']);
    expect(records.map(({ values }) => values.get('colour'))).toEqual([['red'], ['green', 'blue']]);
  });

  it('does not take values beyond the header', async () => {
    const { records } = await rowsOf('id,title\n1,A,lost\n');
    expect(records[0]?.problems).toMatchObject([{ code: 'WRONG_FIELD_COUNT', fatal: true }]);
  });

  it.each([
    ['a quote that closes in a later row', '1;"open;2\n2;ok;3\n3;"x";4\n', 2],
    ['of the last column', '1;A;"open\n2;B;"x"\n', 1],
    ['of the first column, closed at the end of a row', '"1;A;2\n2;B;3\n3;C;27"\n', 2],
    ['with cells left out', '1;"open;2\n2;ok;"3"\n', 1],
  ])('with %s is an issue where it opened', async (_what, rows, swallowed) => {
    const { records } = await rowsOf(`id;title;n\n${rows}4;D;5\n`);
    expect(records.map(({ row, values, problems }) => [row, values.get('id'), problems])).toEqual([
      [2, undefined, [expect.objectContaining({ code: 'BAD_RECORD', row: 2, fatal: true })]],
      [3, ['4'], []],
    ]);
    expect(records[0]?.problems[0]?.message).toContain(
      swallowed === 1 ? 'the next row' : `${swallowed} rows`,
    );
  });

  it.each([
    'Soft, warm\nblue, red',
    'Wash at 30, do not bleach\n\nMade in Italy, with care',
    '1.5\n2,5',
  ])('may have %j within quotes', async (text) => {
    const { records } = await rowsOf(`id,title,body\n1,A,"${text}"\n2,"${text}",B\n`);
    expect(records.map(({ problems }) => problems)).toEqual([[], []]);
  });

  it('may have line breaks within quotes', async () => {
    const { records } = await rowsOf('id,title\n1,"two\nlines"\n2,B');
    expect(records.map(({ row, values }) => [row, values.get('title')])).toEqual([
      [2, ['two\nlines']],
      [3, ['B']],
    ]);
  });

  it.each([
    ['19.99', '25.000', '25.000'],
    ['19,99', '25.000', '25000'],
    ['1.299.000', '25.000', '25000'],
    ['20', '25.000', '25000'],
  ])('with prices %s and %s has %s, whichever comes first', async (one, other, amount) => {
    const path = join(directory, 'prices.csv');
    await writeFile(path, `id;title;price\n1;A;${other}\n2;B;${one}\n`);
    const feed = await identifyFeed(path);
    const mapping = { externalId: 'id', title: 'title', price: 'price' };
    const { decimalMark } = await surveyFeed(feed, mapping, new AbortController().signal);
    const [batch] = await Array.fromAsync(readBatches(feed, mapping, 'IGNORE_FAILED', decimalMark));
    expect(batch?.drafts[0]?.price).toBe(amount);
  });

  it('that is empty is refused', async () => {
    await expect(rowsOf('')).rejects.toMatchObject({ code: 'BAD_INPUT', message: /empty/ });
  });
});
