import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentHashOf } from '../../../../apps/api/src/catalog/feeds/productDraft.ts';
import { MIGRATIONS_DIR } from '../../../../apps/api/src/database/database.ts';
import type { Services } from '../../../../apps/api/src/services.ts';
import { jpeg, writeCsv, writeImages } from '../../../support/feed.ts';
import { type TestServices, testServices } from '../../../support/services.ts';

let test: TestServices;
let catalog: Services['catalog'];
let folder: string;

beforeAll(async () => {
  test = await testServices();
  catalog = test.services.catalog;
  folder = join(test.services.env.dataDir, 'import');
});
afterAll(() => test?.close());

describe('the hash that tells an unchanged row', () => {
  it('is that of earlier versions, so that no product counts as changed by an upgrade', () => {
    const draft = {
      row: 2,
      externalId: 'a',
      title: 'Shirt',
      description: null,
      brand: 'Acme',
      category: 'Shirts',
      categoryPath: ['Apparel', 'Shirts'],
      price: '12.99',
      currency: 'EUR',
      availability: 'IN_STOCK' as const,
      url: null,
      groupId: null,
      attributes: { colour: 'Red' },
      images: [{ name: 'a.jpg', kind: 'CATALOG' as const }],
    };
    expect(contentHashOf(draft, ['a.jpg 10 20'])).toBe(
      '1a60b8ac3d11ad6ef63ec56cc7bae1c22f98c9b98ce75c5b2e4fc0459de646be',
    );
  });
});

describe('rows imported before incomplete images had a column', () => {
  const rows = [
    ['id', 'title', 'image'],
    ['whole', 'Has its image', 'red.jpg'],
    ['lacking', 'Lacks its image', 'later.jpg'],
    ['plain', 'Names none', ''],
  ];

  async function importRows() {
    const path = await writeCsv(join(folder, 'feed.csv'), rows);
    const imageDirectory = join(folder, 'images');
    const { id } = await catalog.imports.start({ catalog: 'old', path, imageDirectory });
    const run = await catalog.imports.execute(id);
    const { edges } = await catalog.imports.issues(id, {});
    return { run, codes: edges.map(({ node }) => node.code) };
  }

  /** As the table was: the mark in the hash, no column. */
  const GO_BACK = `
    UPDATE "Product" SET "contentHash" = "contentHash" || ':incomplete' WHERE "lacksImages";
    ALTER TABLE "Product" DROP COLUMN "lacksImages";
    ALTER TABLE "ProductImage" ADD COLUMN "crop" JSONB`;

  it('are unchanged after the migration, and the missing image is tried again', async () => {
    await writeImages(join(folder, 'images'), { 'red.jpg': await jpeg('#c00') });
    expect((await importRows()).run).toMatchObject({ created: 3 });
    const { pool } = test.services.database;
    const stored = () =>
      pool.query(
        'SELECT id, "contentHash", "lacksImages", "updatedAt" FROM "Product" ORDER BY "externalId"',
      );
    const { rows: before } = await stored();
    expect(before.map(({ lacksImages }) => lacksImages)).toEqual([true, false, false]);

    await pool.query(GO_BACK);
    const { rows: old } = await pool.query(
      'SELECT "contentHash" FROM "Product" ORDER BY "externalId"',
    );
    expect(old[0].contentHash).toBe(`${before[0].contentHash}:incomplete`);
    const file = join(MIGRATIONS_DIR, '20261127192500_incomplete_images', 'migration.sql');
    await pool.query(await readFile(file, 'utf8'));
    expect((await stored()).rows).toEqual(before);

    const again = await importRows();
    expect(again.run).toMatchObject({ created: 0, updated: 0, unchanged: 3, imagesStored: 0 });
    expect(again.codes).toEqual(['IMAGE_MISSING']);
    await writeImages(join(folder, 'images'), { 'later.jpg': await jpeg('#00c') });
    const healed = await importRows();
    expect(healed.run).toMatchObject({ updated: 1, unchanged: 2, imagesStored: 1 });
    expect(healed.codes).toEqual([]);
  });
});
