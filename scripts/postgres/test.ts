// npm run test:postgres: the database tests once more, on a native Postgres with pgvector. Takes
// the server of TEST_DATABASE_URL, or starts one that is installed here. Arguments go to vitest.
import { spawnSync } from 'node:child_process';
import { importGraph, loadedBy, sourceFiles } from '../importGraph.ts';
import { startNativePostgres } from './server.ts';

/** Test files that open a database: the rest would do here what `npm test` does. */
function databaseTests(): string[] {
  const graph = importGraph(sourceFiles());
  const tests = [...graph.keys()].filter((file) => /^test\/api\/.*\.test\.ts$/.test(file));
  return tests.filter((file) => loadedBy(graph, file).has('test/support/database.ts'));
}

const given = process.env.TEST_DATABASE_URL;
const server = given === undefined ? await startNativePostgres() : { url: given, stop() {} };
try {
  const extra = process.argv.slice(2);
  const filters = extra.some((each) => !each.startsWith('-')) ? [] : databaseTests();
  const { status } = spawnSync('vitest', ['run', ...filters, ...extra], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: server.url },
  });
  process.exitCode = status ?? 1;
} finally {
  server.stop();
}
