import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readAll } from './readAll.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

const image = (name: string, kind = 'CATALOG') => ({
  name: name.startsWith('/') ? `https://img.example${name}` : name,
  kind,
});

/** Of each row: its number, what of the product is looked at (null: not taken), its issues. */
type Row = [row: number, product: Record<string, unknown> | null, ...issues: string[]];

/** Written from each format's public specification, with defects on purpose. */
const FEEDS: [name: string, about: { format: string; encoding?: string; rows: number }, Row[]][] = [
  [
    'google.tsv',
    { format: 'GOOGLE_TSV', rows: 8 },
    [
      [
        2,
        {
          externalId: 'tee-1',
          title: 'Tee',
          description: 'Soft cotton, "washed"',
          brand: 'Acme',
          category: 'Tees',
          categoryPath: ['Apparel', 'Tops', 'Tees'],
          price: '19.90',
          currency: 'EUR',
          availability: 'IN_STOCK',
          groupId: 'tee',
          attributes: {
            color: 'Red',
            google_product_category: '212',
            product_type: 'Apparel > Tops > Tees',
          },
          images: [image('/a.jpg'), image('/b.jpg'), image('/c.jpg'), image('/worn.jpg', 'WILD')],
        },
      ],
      [3, { title: 'Tee 27" wide', price: '1299.00', currency: 'USD', availability: 'PREORDER' }],
      [4, { price: null, availability: 'OUT_OF_STOCK' }, 'BAD_PRICE price'],
      [5, { availability: 'UNKNOWN', price: '5' }, 'BAD_AVAILABILITY availability'],
      [6, { url: null }, 'BAD_URL link'],
      [7, null, 'MISSING_VALUE title'],
      [8, null, 'MISSING_VALUE id'],
      [9, { externalId: 'short', title: 'Too few fields', price: null, images: [] }],
    ],
  ],
  [
    'google-rss.xml',
    { format: 'GOOGLE_XML', rows: 5 },
    [
      [
        1,
        {
          externalId: 'rss-1',
          title: 'Linen shirt',
          description: 'Light linen.\nWashable',
          url: 'https://shop.example/1',
          price: '49.00',
          currency: 'GBP',
          categoryPath: ['Clothing', 'Shirts'],
          groupId: 'linen',
          images: [
            image('/1.jpg'),
            image('/1b.jpg'),
            image('/1c.jpg'),
            image('/1-worn.jpg', 'WILD'),
          ],
        },
      ],
      [2, null, 'MISSING_VALUE id'],
      [
        3,
        { price: null, availability: 'UNKNOWN' },
        'BAD_PRICE price',
        'BAD_AVAILABILITY availability',
      ],
      [4, null, 'MISSING_VALUE title'],
      [5, { title: 'Tom & Jerry café', price: null, images: [] }],
    ],
  ],
  [
    'google-atom.xml',
    { format: 'GOOGLE_XML', rows: 2 },
    [
      [
        1,
        {
          externalId: 'atom-1',
          title: 'Mug',
          description: 'Holds 300 ml of tea.',
          url: 'https://shop.example/mug',
          price: '1299.50',
          currency: 'EUR',
          availability: 'OUT_OF_STOCK',
          images: [image('/mug.jpg')],
        },
      ],
      [2, null, 'MISSING_VALUE title'],
    ],
  ],
  [
    'shopify-old.csv',
    { format: 'SHOPIFY_CSV', rows: 10 },
    [
      [
        2,
        {
          externalId: 'wool-hat',
          title: 'Wool hat',
          description: 'Warm, and soft.',
          brand: 'Acme',
          category: 'Beanie',
          categoryPath: ['Apparel', 'Hats'],
          price: '25.00',
          availability: 'IN_STOCK',
          attributes: { tags: 'winter, wool', sku: 'HAT-R-S', Color: 'Red, Blue', Size: 'S, L' },
          images: [
            image('/hat-1.jpg'),
            image('/hat-2.jpg'),
            image('/hat-3.jpg'),
            image('/hat-blue.jpg'),
          ],
        },
      ],
      [6, { externalId: 'plain-sock', price: null, availability: 'IN_STOCK' }, 'BAD_PRICE price'],
      [7, { externalId: 'draft-bag', availability: 'OUT_OF_STOCK', attributes: { sku: 'BAG' } }],
      [8, null, 'MISSING_VALUE title'],
      [9, { externalId: 'scarf', availability: 'OUT_OF_STOCK', images: [image('/scarf.jpg')] }],
    ],
  ],
  [
    'shopify-new.csv',
    { format: 'SHOPIFY_CSV', rows: 4 },
    [
      [
        2,
        {
          externalId: 'oak-table',
          description: 'Solid oak',
          brand: 'Woods',
          price: '499.00',
          availability: 'IN_STOCK',
          attributes: { sku: 'OAK-1', Length: '120 cm, 180 cm' },
          images: [image('/oak.jpg'), image('/oak-2.jpg'), image('/oak-180.jpg')],
        },
      ],
      [4, { externalId: 'ash-chair', title: 'Ash Chair', availability: 'OUT_OF_STOCK' }],
    ],
  ],
  [
    'shopify-orphan.csv',
    { format: 'SHOPIFY_CSV', rows: 2 },
    [
      [2, null, 'BAD_RECORD', 'MISSING_VALUE handle', 'MISSING_VALUE title'],
      [3, { externalId: 'lamp', images: [image('/lamp.jpg')] }],
    ],
  ],
  [
    'meta.csv',
    { format: 'META_CSV', rows: 4 },
    [
      [
        2,
        {
          externalId: 'm1',
          categoryPath: ['Clothing', 'Dresses'],
          groupId: 'dress',
          attributes: { color: 'Red', condition: 'new', fb_product_category: 'Clothing > Dresses' },
          images: [image('/m1.jpg'), image('/m1b.jpg')],
        },
      ],
      [
        3,
        { title: 'Dress HTML', description: 'Not <allowed>', price: '39.99', currency: 'EUR' },
        'BAD_AVAILABILITY availability',
      ],
      [4, { externalId: 'm3', url: null, images: [] }, 'BAD_URL link'],
      [5, null, 'DUPLICATE_ID'],
    ],
  ],
  [
    'meta-cells.csv',
    { format: 'META_CSV', rows: 1 },
    [[2, { externalId: 'c1', images: [image('/c1.jpg'), image('/c1b.jpg')] }]],
  ],
  [
    'semicolon.csv',
    { format: 'CSV', rows: 5 },
    [
      [
        2,
        {
          externalId: '1',
          title: 'Grüne Jacke',
          price: '1299.00',
          currency: 'EUR',
          availability: 'IN_STOCK',
          category: 'Jacken',
          categoryPath: ['Damen', 'Jacken'],
          attributes: { Bezeichnung: 'Straße', Preis: 'x', Category: 'Damen > Jacken' },
          images: [image('a.jpg'), image('b.jpg')],
        },
      ],
      [3, { title: 'Café-Tasse', price: '4.5', availability: 'OUT_OF_STOCK' }],
      [4, { price: '5', currency: null }, 'BAD_CURRENCY Currency'],
      [5, { externalId: '4', title: 'Zeile zu kurz', price: null, images: [] }],
      [6, null, 'MISSING_VALUE SKU'],
    ],
  ],
  [
    'bars.csv',
    { format: 'CSV', rows: 3 },
    [
      [2, { title: 'Two lines', description: 'One\nTwo & three', images: [image('x.jpg')] }],
      [4, null, 'BAD_CHARACTER name'],
      [5, null, 'MISSING_VALUE name'],
    ],
  ],
  [
    'nested.json',
    { format: 'JSON', rows: 6 },
    [
      [
        1,
        {
          externalId: '9007199254740993',
          price: '10.50',
          attributes: { tags: 'a, b', 'specs.width.cm': '12' },
          images: [image('/1.jpg'), image('/2.jpg')],
        },
      ],
      [2, null, 'BAD_RECORD', 'MISSING_VALUE id', 'MISSING_VALUE title'],
      [3, null, 'MISSING_VALUE title'],
      [4, null, 'BAD_CHARACTER title'],
      [5, { title: 'Half a character \uFFFD', price: null }, 'BAD_PRICE price'],
      [6, { externalId: '5', attributes: {} }],
    ],
  ],
  [
    'lines.jsonl',
    { format: 'JSONL', rows: 6 },
    [
      [1, { externalId: '1', price: '1', currency: 'EUR' }],
      [3, null, 'BAD_RECORD', 'MISSING_VALUE id', 'MISSING_VALUE title'],
      [4, null, 'BAD_RECORD', 'MISSING_VALUE id', 'MISSING_VALUE title'],
      [5, { externalId: '4', images: [image('/4.jpg')] }],
      [6, null, 'DUPLICATE_ID'],
      [7, null, 'MISSING_VALUE id'],
    ],
  ],
];

describe('the feed', () => {
  it.each(FEEDS)(
    '%s is recognised, and every row comes out as it should',
    async (name, about, rows) => {
      const { feed, outcomes, rows: count } = await readAll(fixture(name));
      expect({ format: feed.format, encoding: feed.encoding, rows: count }).toEqual({
        encoding: 'utf-8',
        ...about,
      });
      expect(
        outcomes.map(({ row, product, issues }) => [row, product !== null, ...issues]),
      ).toEqual(rows.map(([row, product, ...issues]) => [row, product !== null, ...issues]));
      for (const [index, [, expected]] of rows.entries()) {
        if (expected) expect(outcomes[index]?.product).toMatchObject(expected);
        // toMatchObject lets attributes have more.
        if (expected?.attributes)
          expect(outcomes[index]?.product?.attributes).toEqual(expected.attributes);
      }
    },
  );

  it.each([
    ['truncated.xml', /not well-formed XML/],
    ['entities.xml', /not well-formed XML.*undefined entity/],
    ['truncated.json', /not valid JSON/],
    ['unclosed.csv', /not valid CSV near line \d/],
  ])('%s is refused as a whole', async (name, message) => {
    await expect(readAll(fixture(name))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(message),
    });
  });

  it('may be given another format than it looks like', async () => {
    const { feed, outcomes } = await readAll(fixture('google.tsv'), { format: 'TSV' });
    expect(feed.format).toBe('TSV');
    // Guessed from the names: further images are no field of a plain table.
    expect(outcomes[0]?.product?.images).toEqual([image('/a.jpg'), image('/worn.jpg', 'WILD')]);
  });
});
