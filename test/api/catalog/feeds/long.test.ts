import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAll } from './readAll.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semblance-long-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const long = 'é'.repeat(1_500_000);
const picture = `data:image/png;base64,${'A'.repeat(6_000_000)}`;
const rows = [
  { id: '3', title: 'Plain', brand: 'B', description: 'Short', image: '' },
  { id: '1', title: 'Long', brand: 'B', description: long, image: '' },
  { id: '2', title: 'Picture', brand: 'B', description: '', image: picture },
];
const columns = ['id', 'title', 'brand', 'description', 'image'] as const;
const csv = [columns, ...rows.map((row) => columns.map((column) => `"${row[column]}"`))];
const items = rows.map((row) => columns.map((column) => `<${column}>${row[column]}</${column}>`));

describe('a value that is too long', () => {
  it.each([
    ['CSV', csv.map((cells) => cells.join(',')).join('\n')],
    ['JSON', JSON.stringify(rows)],
    ['JSONL', rows.map((row) => JSON.stringify(row)).join('\n')],
    [
      'GOOGLE_XML',
      `<rss><channel>${items
        .map((all) => `<item>${all.join('')}</item>`)
        .join('')
        .replaceAll('image>', 'image_link>')}</channel></rss>`,
    ],
  ])('of %s is left out, and a picture in its cell is not', async (format, text) => {
    const path = join(folder, format);
    await writeFile(path, text);
    const { feed, outcomes } = await readAll(path);
    expect(feed.format).toBe(format);
    expect(outcomes.map(({ product, issues }) => [product?.title, ...issues])).toEqual([
      ['Plain'],
      ['Long', 'TOO_LONG description'],
      ['Picture'],
    ]);
    expect(outcomes[1]?.product).toMatchObject({ brand: 'B', description: null });
    const [image] = outcomes[2]?.product?.images ?? [];
    expect(image?.name.length).toBe(picture.length);
  });
});
