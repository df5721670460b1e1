import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Dashboard, openDashboard } from './dashboard.ts';

/** For what expect polls; a page waits as long by itself. */
const SLOW = 120_000;

/** From an empty system to similar products, by mouse and keyboard alone. */
describe('the whole path in a browser', () => {
  let dashboard: Dashboard;
  let page: Page;
  beforeAll(async () => {
    dashboard = await openDashboard(72);
  });
  beforeEach(async () => {
    page = await dashboard.newPage();
  });
  afterAll(() => dashboard?.close());

  const open = (path: string) => dashboard.open(path);
  const shoot = (name: string) => dashboard.shoot(name);
  const seen = (text: string | RegExp) =>
    page.getByText(text).first().waitFor({ state: 'visible' });

  test('an empty system says what to do first', async () => {
    await open('/');
    await seen('Import a catalog');
    await shoot('1-empty-overview');
  });

  test('a catalog is imported after a dry run', async () => {
    await open('/catalog/imports/new');
    await page.getByLabel('Catalog', { exact: true }).fill('garments');
    await page.getByText('On the server', { exact: true }).click();
    await page.getByLabel('Path of the feed').fill(dashboard.system.csvPath);
    await page.getByLabel('Folder with the images').fill(dashboard.system.imageDirectory);
    await page.getByRole('button', { name: 'Read the feed' }).click();
    await seen('Sample products');
    await shoot('2-reading');
    await page.getByRole('button', { name: 'Dry run' }).click();
    await seen('To create');
    const importNow = page.getByRole('button', { name: 'Import now' });
    await importNow.waitFor();
    await shoot('2-dry-run');
    await open('/catalog');
    expect(await page.getByText('72 products').count()).toBe(0);
    await open('/catalog/imports');
    await page.getByRole('link', { name: 'catalog.csv' }).first().click();
    await importNow.click();
    await page.getByText('New images').waitFor();
    await seen(/^Succeeded$/);
    await shoot('2-import');
    await open('/catalog');
    await seen('72 products');
    await shoot('3-catalog');
  });

  test('triplets are generated and reshuffled', async () => {
    await open('/triplets/new');
    await page.getByLabel('Name', { exact: true }).fill('looks');
    await page.getByLabel('Triplets', { exact: true }).fill('400');
    await page.getByRole('button', { name: 'Generate triplets' }).click();
    const reshuffle = page.getByRole('button', { name: 'Reshuffle' });
    await reshuffle.waitFor();
    const pictures = () =>
      page
        .locator('main img')
        .evaluateAll((images) => images.map((image) => image.getAttribute('src')));
    const before = await pictures();
    expect(before.length).toBeGreaterThanOrEqual(9);
    await shoot('4-triplets');
    await reshuffle.click();
    await expect.poll(pictures, { timeout: SLOW }).not.toEqual(before);
  });

  test('a tiny model is trained', async () => {
    await open('/triplets');
    await page.getByRole('link', { name: 'looks' }).click();
    await page.getByRole('link', { name: 'Train on these' }).click();
    await page.getByLabel('Epochs', { exact: true }).fill('2');
    await page.getByText('Advanced').click();
    await page.getByLabel('Max steps per epoch', { exact: true }).fill('4');
    await page.getByLabel('Batch size', { exact: true }).fill('8');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.waitForURL(/\/training\/(?!new)/);
    await seen(/^Succeeded$/);
    await page.reload();
    await seen('Sample retrievals');
    await page.locator('.recharts-line-curve').first().waitFor();
    await shoot('5-training');
    await page.getByRole('link', { name: 'this report' }).click();
    await seen('Rankings of products that it never saw');
    await shoot('5-evaluation');
    await open('/training');
    await seen('Best checkpoints compared on');
    await seen('Triplet accuracy');
    await shoot('5-runs');
    await page.getByText('Test', { exact: true }).click();
    await seen('category + colour');
    await shoot('5-runs-test');
  });

  test('its images are embedded and it is promoted', async () => {
    await open('/embeddings');
    await page.getByRole('button', { name: 'Embed images' }).first().click();
    const promote = page.getByRole('button', { name: 'Promote' }).first();
    await expect
      .poll(
        async () => {
          await open('/embeddings');
          return page.getByRole('button', { name: /Embed/ }).count();
        },
        { timeout: SLOW, interval: 1_000 },
      )
      .toBe(0);
    await promote.click();
    await seen(/now serves as production/);
    await shoot('6-embeddings');
  });

  test('similar products are found for a product', async () => {
    await open('/similar');
    const search = page.getByRole('combobox', { name: 'Pick a product' });
    await search.fill('shirt');
    await page.getByRole('listbox', { name: 'Products' }).getByRole('option').first().waitFor();
    await search.press('Enter');
    const results = page.getByRole('region', { name: 'Results' });
    await results.waitFor();
    expect(await results.locator('img').count()).toBeGreaterThanOrEqual(5);
    await shoot('7-similar');
  });

  test('an overview that has everything', async () => {
    await open('/');
    await seen(/similar/i);
    await shoot('8-overview');
  });

  test('no page had an error', () => {
    expect(dashboard.problems, dashboard.system.log().slice(-3_000)).toEqual([]);
  });
});
