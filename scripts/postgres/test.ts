// npm run test:postgres: the database tests once more, on a native Postgres with pgvector. Takes
// the server of TEST_DATABASE_URL, or starts one that is installed here. Arguments go to vitest.
import { spawnSync } from 'node:child_process';
import { startNativePostgres } from './server.ts';

/** Everything that speaks to the database. */
const TESTS = ['test/api'];

const given = process.env.TEST_DATABASE_URL;
const server = given === undefined ? await startNativePostgres() : { url: given, stop() {} };
try {
  const extra = process.argv.slice(2);
  const filters = extra.some((each) => !each.startsWith('-')) ? [] : TESTS;
  const { status } = spawnSync('vitest', ['run', ...filters, ...extra], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: server.url },
  });
  process.exitCode = status ?? 1;
} finally {
  server.stop();
}
