import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { carriedChromium } from './carriedChromium.ts';

const systemBrowsers = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

/**
 * Ours, for either browser: processes, site isolation and web security are as a user has them. The
 * arguments that the npm package recommends are for a serverless sandbox (one process for all,
 * WebGL in software, no web security), and pages hang under them. Nothing here draws by WebGL.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  // Docker gives /dev/shm 64 MB, which a page's screenshot fills.
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/**
 * A real headless Chromium: the system's own where there is one, else the build that an npm package
 * carries, so that tests need no download of their own.
 */
export async function launchBrowser(): Promise<Browser> {
  const system = systemBrowsers.find((path) => existsSync(path));
  if (system) return chromium.launch({ executablePath: system, args: ARGUMENTS });
  const { executablePath, env } = await carriedChromium();
  return chromium.launch({ executablePath, args: ARGUMENTS, env: { ...process.env, ...env } });
}
