import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readTripletCsv } from '../../../packages/ml/src/triplets/tripletCsv.ts';

async function read(input: string | Readable) {
  const rows: { row: number; names: string }[] = [];
  const issues: { row: number; code: string }[] = [];
  for await (const item of readTripletCsv(input)) {
    if ('issue' in item) issues.push({ row: item.row, code: item.issue.code });
    else rows.push({ row: item.row, names: `${item.query} ${item.positive} ${item.negative}` });
  }
  return { rows, issues };
}

test('reads rows with LF or CRLF, blank lines, a byte order mark and a trailing newline', async () => {
  const { rows, issues } = await read('\uFEFF1.jpg,2.jpg,3.jpg\r\n\r\n4.png,5.png,6.png\n  \n\n');
  expect(issues).toEqual([]);
  expect(rows).toEqual([
    { row: 1, names: '1.jpg 2.jpg 3.jpg' },
    { row: 3, names: '4.png 5.png 6.png' },
  ]);
});

test('reads a last row without a newline, whatever the chunks of the stream', async () => {
  const text = '\uFEFFé1.jpg,2.jpg,3.jpg\r\n4.png,5.png,6.png';
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
  expect(await read(Readable.from(bytes))).toEqual(await read(text));
  expect((await read(text)).rows.map(({ row }) => row)).toEqual([1, 2]);
});

test('takes quoted fields, commas inside them, spaces around, and names in folders', async () => {
  const { rows, issues } = await read('"a, b.jpg","c.jpg" , d.jpg\nwild/1.jpg,shop/2.jpg,x\\3.jpg');
  expect(issues).toEqual([]);
  expect(rows.map(({ names }) => names)).toEqual([
    'a, b.jpg c.jpg d.jpg',
    'wild/1.jpg shop/2.jpg x\\3.jpg',
  ]);
});

test('reports each bad row with its number and goes on', async () => {
  const { rows, issues } = await read(
    [
      'query,positive,negative',
      '1.jpg,2.jpg',
      '1.jpg,2.jpg,3.jpg,4.jpg',
      '1.jpg,,3.jpg',
      '1.jpg,2.txt,3.jpg',
      '1.jpg,1.jpg,3.jpg',
      '',
      '"1.jpg,2.jpg,3.jpg',
      '../../etc/1.jpg,2.jpg,3.jpg',
      'C:\\photos\\1.jpg,2.jpg,3.jpg',
      '7.jpg,8.jpg,9.jpg',
    ].join('\n'),
  );
  expect(issues).toEqual([
    { row: 1, code: 'LOOKS_LIKE_HEADER' },
    { row: 2, code: 'WRONG_FIELD_COUNT' },
    { row: 3, code: 'WRONG_FIELD_COUNT' },
    { row: 4, code: 'EMPTY_FIELD' },
    { row: 5, code: 'BAD_EXTENSION' },
    { row: 6, code: 'SAME_IMAGE' },
    { row: 8, code: 'BAD_QUOTES' },
    { row: 9, code: 'UNSAFE_PATH' },
    { row: 10, code: 'UNSAFE_PATH' },
  ]);
  expect(rows).toEqual([{ row: 11, names: '7.jpg 8.jpg 9.jpg' }]);
});

test('yields nothing for an empty file', async () => {
  expect(await read('')).toEqual({ rows: [], issues: [] });
});

test('refuses a file whose lines are far too long to be triplets', async () => {
  await expect(read('x'.repeat(100_000))).rejects.toMatchObject({ code: 'TRIPLETS_INVALID' });
});

test('passes on a failure of the stream itself', async () => {
  const failing = Readable.from(
    (function* () {
      yield '1.jpg,2.jpg,3.jpg\n';
      throw new Error('disk went away');
    })(),
  );
  await expect(read(failing)).rejects.toThrow('disk went away');
});
