import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteOldFeeds } from '../../../../apps/api/src/catalog/feeds/files/deleteOldFeeds.ts';
import { obtainFeed } from '../../../../apps/api/src/catalog/feeds/obtainFeed.ts';
import { jpeg, writeImages } from '../../../support/feed.ts';
import { type ZipFile, zipOf } from '../../../support/zip.ts';
import { readAll } from './readAll.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semblance-feeds-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: Buffer | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const TEXT = 'id\ttitle\n1\tGrün – 19 €\n';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('an encoding', () => {
  it.each<[string, Buffer, string, string[]]>([
    ['utf-8', Buffer.from(TEXT), 'Grün – 19 €', []],
    [
      'utf-8',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(TEXT)]),
      'Grün – 19 €',
      [],
    ],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(TEXT)]), 'Grün – 19 €', []],
    [
      'utf-16be',
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(TEXT)]).swap16(),
      'Grün – 19 €',
      [],
    ],
    ['utf-16le', utf16(TEXT), 'Grün – 19 €', []],
    ['utf-16be', utf16(TEXT).swap16(), 'Grün – 19 €', []],
    // 0xFC, 0x96 and 0x80 are ü, – and € in Windows-1252.
    [
      'windows-1252',
      Buffer.from('id\ttitle\n1\tGr\xfcn \x96 19 \x80\n', 'latin1'),
      'Grün – 19 €',
      [],
    ],
    [
      'utf-8',
      Buffer.concat([
        Buffer.from('id\ttitle\n1\tü ü ü '),
        Buffer.from([0xc3, 0x28]),
        Buffer.from('\n'),
      ]),
      'ü ü ü \uFFFD(',
      ['1 places of the file are not utf-8; they are shown as \uFFFD.'],
    ],
  ])('%s is recognised', async (encoding, bytes, title, warnings) => {
    const { feed, outcomes } = await readAll(await file('encoded.txt', bytes));
    expect([feed.encoding, outcomes[0]?.product?.title, feed.warnings]).toEqual([
      encoding,
      title,
      warnings,
    ]);
  });

  it('that appears late in a large file is recognised too', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i}\tPlain\n`).join('');
    const bytes = Buffer.concat([
      Buffer.from(`id\ttitle\n${rows}`),
      Buffer.from('x\tGr\xfcn\n', 'latin1'),
    ]);
    const { feed, outcomes } = await readAll(await file('late.txt', bytes));
    expect([feed.encoding, outcomes.at(-1)?.product?.title]).toEqual(['windows-1252', 'Grün']);
  });

  it('is what an XML declaration says, when the bytes are not UTF-8', async () => {
    const xml = `<?xml version="1.0" encoding="iso-8859-2"?><rss><channel><item><id>1</id><title>\xb1</title></item></channel></rss>`;
    const { feed, outcomes } = await readAll(await file('latin2.xml', Buffer.from(xml, 'latin1')));
    expect([feed.encoding, outcomes[0]?.product?.title]).toEqual(['iso-8859-2', 'ą']);
  });

  it('can be said by hand, and a name that is none is refused', async () => {
    const path = await file('koi.csv', Buffer.from([...Buffer.from('id,title\n1,'), 0xc1]));
    expect((await readAll(path, { encoding: 'koi8-r' })).outcomes[0]?.product?.title).toBe('а');
    await expect(readAll(path, { encoding: 'klingon' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      details: { field: 'encoding' },
    });
  });
});

describe('an encoding that is none of the usual', () => {
  // "Красная рубашка" in windows-1251, "może, żółty" in ISO 8859-2, "红色衬衫" in GBK, "赤いシャツ" in Shift-JIS.
  const TEXTS: [label: string, bytes: number[], text: string][] = [
    ['cp1251', [0xca, 0xf0, 0xe0, 0xf1, 0xed, 0xe0, 0xff, 0x20, 0xf0, 0xf3, 0xe1], 'Красная руб'],
    ['Latin 2', [0x6d, 0x6f, 0xbf, 0x65, 0x20, 0x6d, 0x61, 0xb3, 0x79], 'może mały'],
    ['GBK', [0xba, 0xec, 0xc9, 0xab, 0xb3, 0xc4, 0xc9, 0xc0], '红色衬衫'],
    ['Shift-JIS', [0x90, 0xd4, 0x82, 0xa2, 0x83, 0x56, 0x83, 0x83, 0x83, 0x63], '赤いシャツ'],
  ];
  const feedOf = (bytes: number[]) =>
    Buffer.concat([Buffer.from('id,title\n1,'), Buffer.from(bytes), Buffer.from('\n')]);

  it.each(TEXTS)('%s can be set, and is warned of when it is not', async (label, bytes, text) => {
    const path = await file('unusual.csv', feedOf(bytes));
    const set = await readAll(path, { encoding: label });
    expect([set.outcomes[0]?.product?.title, set.feed.warnings]).toEqual([text, []]);
    expect((await readAll(path)).feed.warnings).toEqual([expect.stringContaining('unlikely')]);
  });

  it.each(['Grüße, Straße', 'créée à Paris, 19 €', 'Hääyöaie', '¿Qué? 3 m³', '«\u00a0été\u00a0»'])(
    'is not suspected in %s',
    async (text) => {
      const bytes = [...Buffer.from(text.replace('€', '\u0080'), 'latin1')];
      const { feed, outcomes } = await readAll(await file('western.csv', feedOf(bytes)));
      expect([feed.encoding, feed.warnings]).toEqual(['windows-1252', []]);
      expect(outcomes).toHaveLength(1);
    },
  );
});

describe('a gzip', () => {
  const csv = `id,title\n${Array.from({ length: 2000 }, (_, i) => `${i},Product ${i}\n`).join('')}`;

  it('is read as what it holds', async () => {
    const { feed, rows } = await readAll(await file('feed.csv.gz', gzipSync(csv)));
    expect([feed.format, feed.gzip, rows]).toEqual(['CSV', true, 2000]);
  });

  it('that is cut off is refused', async () => {
    const cut = gzipSync(csv).subarray(0, 2000);
    await expect(readAll(await file('cut.gz', cut))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('cut off'),
    });
  });

  it('that grows without measure is refused', async () => {
    const bomb = Buffer.concat([
      gzipSync('id,title\n'),
      gzipSync(Buffer.alloc(300 * 1024 * 1024, '\n')),
    ]);
    await expect(readAll(await file('bomb.gz', bomb))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });
});

describe('a folder', () => {
  it('of images by class is products whose category is the folder', async () => {
    const root = join(folder, 'classes');
    await writeImages(join(root, 'Shoes', 'Boots'), { 'brown_boot-1.jpg': await jpeg('#840') });
    await writeImages(join(root, 'Shirts'), {
      'a.png': Buffer.from('x'),
      '.hidden.jpg': Buffer.from('x'),
    });
    await writeFile(join(root, 'notes.md'), 'no image');
    const { feed, imageDirectory } = await obtainFeed(root, folder);
    expect([feed.format, imageDirectory]).toEqual(['FOLDER', root]);
    const { outcomes } = await readAll(root);
    expect(outcomes.map(({ product }) => product)).toMatchObject([
      {
        externalId: 'Shirts/a',
        title: 'a',
        category: 'Shirts',
        images: [{ name: 'Shirts/a.png' }],
      },
      {
        externalId: 'Shoes/Boots/brown_boot-1',
        title: 'brown boot 1',
        category: 'Boots',
        categoryPath: ['Shoes', 'Boots'],
      },
    ]);
  });

  it('with one feed in it is that feed, with several it is refused', async () => {
    const root = join(folder, 'with-feed');
    await mkdir(join(root, 'export'), { recursive: true });
    await writeFile(join(root, 'export', 'products.csv'), 'id,title\n1,A\n');
    const { feed, imageDirectory } = await obtainFeed(root, folder);
    expect([feed.format, imageDirectory]).toEqual(['CSV', join(root, 'export')]);
    await writeFile(join(root, 'export', 'other.xml'), '<rss/>');
    await expect(obtainFeed(root, folder)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(/export\/other\.xml, export\/products\.csv/),
    });
  });
});

describe('a zip', () => {
  const unpacked = async (name: string, files: ZipFile[] | Buffer) => {
    const path = await file(name, Buffer.isBuffer(files) ? files : zipOf(files));
    return obtainFeed(path, join(folder, 'work'));
  };

  it('of a feed and images is unpacked once, with the times of its files', async () => {
    const files = [
      { name: 'shop/feed.csv', content: 'id,title,image\n1,A,img/a.jpg\n' },
      { name: 'shop/img/a.jpg', content: await jpeg('#333') },
      { name: 'shop/run.sh', content: 'rm -rf /' },
      { name: '__MACOSX/shop/._feed.csv', content: 'x' },
    ];
    const first = await unpacked('shop.zip', files);
    expect(first.feed.format).toBe('CSV');
    expect(await readdir(first.imageDirectory ?? '', { recursive: true })).toEqual([
      'feed.csv',
      'img',
      'img/a.jpg',
    ]);
    const second = await obtainFeed(join(folder, 'shop.zip'), join(folder, 'work'));
    expect(second).toEqual(first);
    const { outcomes } = await readAll(first.feed.path);
    expect(outcomes[0]?.product?.images).toEqual([{ name: 'img/a.jpg', kind: 'CATALOG' }]);
  });

  it('of images by class is a folder of them', async () => {
    const { feed } = await unpacked('classes.zip', [
      { name: 'Hats/h.jpg', content: await jpeg('#333') },
    ]);
    expect(feed.format).toBe('FOLDER');
    expect((await readAll(feed.path)).outcomes[0]?.product).toMatchObject({ category: 'Hats' });
  });

  it.each<[string, ZipFile[] | Buffer, string]>([
    ['leads out of its folder', [{ name: '../../evil.csv', content: 'id,title\n' }], 'BAD_INPUT'],
    ['has an absolute name', [{ name: '/tmp/evil.csv', content: 'id,title\n' }], 'BAD_INPUT'],
    ['has a name with backslashes', [{ name: '..\\evil.csv', content: 'id,title\n' }], 'BAD_INPUT'],
    ['holds a link', [{ name: 'a.csv', content: '/etc/passwd', mode: 0o120777 }], 'BAD_INPUT'],
    [
      'has a file twice',
      [
        { name: 'a.csv', content: 'id' },
        { name: 'a.csv', content: 'id' },
      ],
      'BAD_INPUT',
    ],
    [
      'has a file where a folder is',
      [
        { name: 'a.csv', content: 'id' },
        { name: 'a.csv/b.csv', content: 'id' },
      ],
      'BAD_INPUT',
    ],
    ['lies about a size', [{ name: 'a.csv', content: 'id,title\n', claimedSize: 3 }], 'BAD_INPUT'],
    ['is a bomb', [{ name: 'a.csv', content: Buffer.alloc(40 * 1024 * 1024) }], 'LIMIT_EXCEEDED'],
    ['is cut off', zipOf([{ name: 'a.csv', content: 'id,title\n' }]).subarray(0, 60), 'BAD_INPUT'],
  ])('that %s is refused, and nothing of it stays', async (what, files, code) => {
    const refused = unpacked(`${what.replaceAll(' ', '-')}.zip`, files);
    await expect(refused).rejects.toMatchObject({ code });
    const left = await readdir(join(folder, 'work'));
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(await readdir(folder)).not.toContain('evil.csv');
  });

  it('is forgotten a day after it was used last', async () => {
    const work = join(folder, 'work');
    const before = await readdir(work);
    await deleteOldFeeds(work, new Date());
    expect(await readdir(work)).toEqual(before);
    await deleteOldFeeds(work, new Date(Date.now() + 25 * 60 * 60 * 1000));
    expect(await readdir(work)).toEqual([]);
  });
});
