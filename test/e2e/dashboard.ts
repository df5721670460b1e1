import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type RunningSystem, startSystem } from './system.ts';

/** Screenshots of the last run, for people to look at. */
const SHOTS = fileURLToPath(new URL('../../test-results/e2e/', import.meta.url));

/** React has taken over every button that the server drew: before, a click would be lost. */
const BUTTONS_WORK =
  "[...document.querySelectorAll('button')].every((button) => Object.keys(button).some((key) => key.startsWith('__reactProps')))";

/** For anything a page is asked: a busy machine is slow, a page that hangs never comes. */
const PATIENCE = 120_000;

/** A whole system with a browser whose pages are watched for errors. */
export interface Dashboard {
  readonly system: RunningSystem;
  /** Console errors, exceptions of the pages and answers of 500 and more, as they come. */
  readonly problems: readonly string[];
  /** Closes the page before and gives an empty one: one that hangs takes no other test with it. */
  newPage(): Promise<Page>;
  /** Goes there and waits until a click on any button is heard. */
  open(path: string): Promise<void>;
  shoot(name: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts everything over a drawn catalog of so many products. */
export async function openDashboard(products: number): Promise<Dashboard> {
  mkdirSync(SHOTS, { recursive: true });
  const system = await startSystem(products);
  const browser = await launchBrowser();
  const problems: string[] = [];
  let page = await watchedPage(browser, problems);
  return {
    ...{ system, problems },
    async newPage() {
      const before = page;
      page = await watchedPage(browser, problems);
      await before.close();
      return page;
    },
    async open(path) {
      await page.goto(`${system.dashboardUrl}${path}`);
      // Not waitForFunction, which evaluates within the page: its security policy forbids that.
      await expect.poll(() => page.evaluate(BUTTONS_WORK), { timeout: PATIENCE }).toBe(true);
    },
    shoot: (name) =>
      page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: true, animations: 'disabled' }),
    async close() {
      await browser.close();
      await system.stop();
    },
  };
}

async function watchedPage(browser: Browser, problems: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 900 } });
  page.setDefaultTimeout(PATIENCE);
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} ${response.url()}`);
  });
  return page;
}
