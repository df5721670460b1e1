import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

// Nothing is sent to anyone: the switch is set here because it must hold for every script.
process.env.NEXT_TELEMETRY_DISABLED = '1';

/**
 * The API is reached through app/(api)/…/route.ts and not through `rewrites`: rewrites are frozen
 * at build time, while API_URL belongs to the machine the dashboard runs on.
 */
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1'],
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
};

export default config;
