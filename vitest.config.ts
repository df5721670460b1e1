import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const inRepository = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// What Node compiled is kept for the next of the many processes that tests start.
process.env.NODE_COMPILE_CACHE ??= inRepository('node_modules/.cache/semblance-compiled');

/** Tests wait for events; only what hangs takes as long, also on a machine that is busy. */
const PATIENCE = 300_000;

export default defineConfig({
  resolve: {
    // Node takes graphql's CommonJS build, and so do the libraries that we call: vitest must too,
    // or there are two of it, which graphql refuses.
    alias: [
      {
        find: /^graphql$/,
        replacement: inRepository('node_modules/graphql/index.js'),
      },
    ],
  },
  test: {
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    expect: { poll: { timeout: 120_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/bench/**', 'test/e2e/**'],
          // Vitest's own choice is one less, which on two cores leaves one of them idle.
          maxWorkers: availableParallelism(),
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // Above what a page waits by itself, whose error says what for.
          testTimeout: 2 * PATIENCE,
          hookTimeout: 2 * PATIENCE,
          // Each starts the whole system, and the first builds the dashboard for all.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
