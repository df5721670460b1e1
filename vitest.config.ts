import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Node takes graphql's CommonJS build, and so do the libraries that we call: vitest must too,
    // or there are two of it, which graphql refuses.
    alias: [
      {
        find: /^graphql$/,
        replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)),
      },
    ],
  },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/bench/**', 'test/e2e/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // Above what a page waits by itself, whose error says what for.
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Each starts the whole system, and the first builds the dashboard for all.
          fileParallelism: false,
        },
      },
    ],
  },
});
