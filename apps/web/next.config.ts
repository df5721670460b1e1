import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

/**
 * The API is reached through app/(api)/…/route.ts and not through `rewrites`: rewrites are frozen
 * at build time, while API_URL belongs to the machine the dashboard runs on.
 */
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
};

export default config;
