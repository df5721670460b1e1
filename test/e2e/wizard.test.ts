import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, openDashboard } from './dashboard.ts';

const FEED = [
  'sku;Was es ist;Farbe;Kostet;Bild',
  '1;"Hemd, blau";blau;19,90 €;missing.jpg',
  '2;Hose;schwarz;"39,90 €";',
  ';ohne Nummer;rot;5,00 €;',
  '3;Kleid;rot;teuer;',
].join('\r\n');

/** A shop's own export, in the wizard, by keyboard alone. */
describe('the import wizard by keyboard', () => {
  let dashboard: Dashboard;
  let page: Page;
  beforeAll(async () => {
    dashboard = await openDashboard(2);
    page = await dashboard.newPage();
  });
  afterAll(() => dashboard?.close());

  const focused = () => page.locator(':focus');

  /** Presses Tab until the control has the focus, as someone without a mouse would. */
  async function tabTo(control: Locator): Promise<void> {
    await control.waitFor();
    for (let presses = 0; presses < 120; presses++) {
      if (await control.evaluate((element) => element.matches(':focus'))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reaches ${control}`);
  }

  test('a feed is chosen and sent', async () => {
    const path = join(dashboard.system.dataDir, 'export.csv');
    await writeFile(path, FEED);
    await dashboard.open('/catalog/imports/new');
    await tabTo(page.getByLabel('Catalog', { exact: true }));
    await page.keyboard.type('shop');
    // Before Tab: the browser takes the wait for a chooser and key presses in no fixed order.
    const chooser = page.waitForEvent('filechooser');
    await tabTo(page.getByLabel('Feed file'));
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(path);
    await tabTo(page.getByRole('button', { name: 'Read the feed' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How the feed is read' }).waitFor();
    expect(await focused().textContent()).toBe('How the feed is read');
  });

  test('columns are mapped, and the samples follow', async () => {
    // Nothing says which column is the title; the id is told by its name.
    await page.getByText('looks like product titles').waitFor();
    await tabTo(page.getByLabel('Title', { exact: true }));
    await page.keyboard.type('Was');
    await page.getByRole('cell', { name: /^Hemd, blau/ }).waitFor();
    await tabTo(page.getByLabel('Price', { exact: true }));
    await page.keyboard.type('Kos');
    await page.getByRole('cell', { name: '€19.90' }).waitFor();
    await dashboard.shoot('wizard-reading');
  });

  test('a dry run says what would happen, and writes nothing', async () => {
    await tabTo(page.getByRole('button', { name: 'Dry run' }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Import now' }).waitFor();
    const figure = (name: string) =>
      page.locator('dl div', { has: page.getByText(name, { exact: true }) }).locator('dd');
    expect(await figure('To create').textContent()).toBe('3');
    expect(await figure('To leave out').textContent()).toBe('1');
    await page.getByRole('region', { name: 'With issues' }).first().waitFor();
    await dashboard.shoot('wizard-dry-run');
    const catalogs = await page.request.post(`${dashboard.system.dashboardUrl}/graphql`, {
      data: { query: '{ products(first: 5) { nodes { id } } }' },
    });
    expect((await catalogs.json()).data.products.nodes).toEqual([]);
  });

  test('it is confirmed, and its report is downloaded', async () => {
    await tabTo(page.getByRole('button', { name: 'Import now' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/catalog\/imports\/ImportRun_/);
    await page.getByText(/^Succeeded$/).waitFor();
    await dashboard.shoot('wizard-report');
    await tabTo(page.getByRole('link', { name: 'Report as CSV' }));
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const report = await readFile(await (await download).path(), 'utf8');
    expect(report).toContain('teuer');
    expect(dashboard.problems).toEqual([]);
  });
});
