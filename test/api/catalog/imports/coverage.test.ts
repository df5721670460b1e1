import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CatalogService,
  createCatalogService,
} from '../../../../apps/api/src/catalog/service.ts';
import { createJobs } from '../../../../apps/api/src/jobs/queue.ts';
import { createLogger } from '../../../../apps/api/src/logger.ts';
import { createUploadsService } from '../../../../apps/api/src/uploads/service.ts';
import { type TestDatabase, testDatabase } from '../../../support/database.ts';
import { jpeg, writeImages } from '../../../support/feed.ts';

let test: TestDatabase;
let catalog: CatalogService;
let folder: string;
let images: string;

beforeAll(async () => {
  test = await testDatabase();
  const logger = createLogger(test.env);
  const deps = { ...test, jobs: createJobs(test.database, logger), logger };
  catalog = createCatalogService({ ...deps, uploads: createUploadsService(deps) });
  folder = join(test.env.dataDir, 'import');
  await mkdir(folder, { recursive: true });
  images = await writeImages(join(folder, 'images'), {
    'red.jpg': await jpeg('#c00'),
    'blue.jpg': await jpeg('#00c'),
  });
});
afterAll(() => test?.close());

type Input = Partial<Parameters<CatalogService['imports']['start']>[0]>;

async function imported(name: string, text: string, given: Input = {}) {
  const path = join(folder, `${name}.csv`);
  await writeFile(path, text);
  const input = { catalog: name, path, imageDirectory: images, ...given };
  return catalog.imports.execute((await catalog.imports.start(input)).id);
}

async function issuesOf(runId: string) {
  const { edges } = await catalog.imports.issues(runId, { first: 100 });
  return edges.map(({ node }) => [node.row, node.code]);
}

async function imageNames(name: string) {
  const found = await catalog.products.findCatalog(name);
  const page = await catalog.products.page({ first: 100, filter: { catalogId: found?.id } });
  const links = await catalog.images.ofProducts(page.edges.map(({ node }) => node.id));
  return [...links.values()].map((of) => of.map((link) => link.name));
}

describe('images of a feed', () => {
  it('are read from numbered columns, in the order of their numbers', async () => {
    const feed = 'id,title,Image 2,image 1\n1,Shirt,blue.jpg,red.jpg\n';
    expect(await imported('numbered', feed)).toMatchObject({ created: 1, withImage: 1 });
    expect(await imageNames('numbered')).toEqual([['red.jpg', 'blue.jpg']]);
  });

  it.each([
    ['json', '["red.jpg", "blue.jpg"]'],
    ['python', "['red.jpg', 'blue.jpg']"],
    ['objects', '[{"url": "red.jpg"}, {"src": "blue.jpg"}]'],
  ])('are read from a list in one cell: %s', async (name, cell) => {
    const feed = `id,title,image\n1,Shirt,"${cell.replaceAll('"', '""')}"\n`;
    await imported(name, feed);
    expect(await imageNames(name)).toEqual([['red.jpg', 'blue.jpg']]);
  });

  it('that are files no folder is known of are said at every import, and refuse no row', async () => {
    const feed = 'id,title,image\n1,Shirt,red.jpg\n2,Shoe,\n';
    const run = await imported('homeless', feed, { imageDirectory: null, policy: 'REJECT_ALL' });
    expect(run).toMatchObject({ status: 'SUCCEEDED', created: 2, failed: 0, withImage: 0 });
    expect(await issuesOf(run.id)).toEqual([[2, 'IMAGE_NO_FOLDER']]);
    const again = await imported('homeless', feed, { imageDirectory: null });
    expect(again).toMatchObject({ unchanged: 2 });
    expect(await issuesOf(again.id)).toEqual([[2, 'IMAGE_NO_FOLDER']]);
    expect(await imported('homeless', feed)).toMatchObject({ withImage: 1 });
    const kept = await imported('homeless', feed, { imageDirectory: null });
    expect(kept).toMatchObject({ withImage: 1 });
    expect(await imageNames('homeless')).toContainEqual(['red.jpg']);
  });

  it('whose names were only guessed from the ids are not missed without a folder', async () => {
    const run = await imported('nameless', 'id,title\n1,Shirt\n', { imageDirectory: null });
    expect(run).toMatchObject({ created: 1, withImage: 0 });
    expect(await issuesOf(run.id)).toEqual([]);
  });
});

describe('the counts of an import', () => {
  const feed = (price: string) => `id,title,price,category,brand,image
1,Shirt,${price},Tops,Acme,red.jpg
2,Shoe,${price},,,red.jpg
3,Belt,,,,nowhere.jpg
`;

  it('say how many products have what, also when nothing changed, and in a dry run', async () => {
    const first = await imported('covered', feed('10 EUR'));
    const coverage = { withImage: 2, withPrice: 2, withCategory: 1, withBrand: 1 };
    expect(first).toMatchObject({ created: 3, ...coverage });
    expect(await imported('covered', feed('10 EUR'))).toMatchObject({ unchanged: 3, ...coverage });
    const input = { catalog: 'planned', path: join(folder, 'covered.csv'), imageDirectory: images };
    const { id } = await catalog.imports.plan(input);
    expect(await catalog.imports.execute(id)).toMatchObject({ created: 3, ...coverage });
  });

  it('have only those images that are stored anew: not links, not with a price update', async () => {
    const green = await jpeg('#0c1');
    await writeFile(join(images, 'green.jpg'), green);
    const rows = (price: string) =>
      `id,title,price,image\n1,Shirt,${price},green.jpg\n2,Shoe,${price},green.jpg\n`;
    expect(await imported('anew', rows('1'))).toMatchObject({ created: 2, imagesStored: 1 });
    expect(await imported('anew', rows('2'))).toMatchObject({ updated: 2, imagesStored: 0 });
    expect(await imported('second', rows('2'))).toMatchObject({ created: 2, imagesStored: 0 });
  });

  it('share out the images between two imports at once', async () => {
    const names = await Promise.all(
      Array.from({ length: 8 }, async (_, at) => {
        await writeFile(join(images, `both${at}.jpg`), await jpeg(`#${at}${at}f`));
        return `both${at}.jpg`;
      }),
    );
    const rows = names.map((name, at) => `${at},Shirt,${name}\n`).join('');
    const runs = await Promise.all(
      ['left', 'right'].map((name) => imported(name, `id,title,image\n${rows}`)),
    );
    expect(runs.map(({ created }) => created)).toEqual([8, 8]);
    expect(runs.reduce((sum, { imagesStored }) => sum + imagesStored, 0)).toBe(8);
  });
});
