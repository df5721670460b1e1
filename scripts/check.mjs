// npm run check, and what .ci/run does: the README's test command, then the checks of the code,
// then the database tests on a native Postgres where one is there; with --with-postgres its absence
// is a failure. Installs nothing on the system. Prints a closing line alone: "N passed, N failed".
// Plain JavaScript: its first step brings all else into node_modules.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reports = mkdtempSync(join(tmpdir(), 'semblance-check-'));
const total = { passed: 0, failed: 0 };
const bad = [];
/** What failed lanes printed last, where vitest explains itself; shown again at the end. */
const ends = [];
const KEPT = 6000;

function npm(...args) {
  process.stdout.write(`\n> npm ${args.join(' ')}\n`);
  return spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' }).status;
}

/** A failed check that is no test counts as one. */
function fail(what) {
  total.failed += 1;
  bad.push(what);
}

/** As `npm`, and keeps the end of what was printed. */
async function npmKeepingEnd(args, env) {
  process.stdout.write(`\n> npm ${args.join(' ')}\n`);
  const stdio = ['inherit', 'pipe', 'pipe'];
  const child = spawn('npm', args, { stdio, env, shell: process.platform === 'win32' });
  let end = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      process.stdout.write(text);
      end = (end + text).slice(-KEPT);
    });
  }
  const [status] = await once(child, 'close');
  return { status, end };
}

/** Runs an npm script of tests and adds up what vitest's report says. */
async function tests(script, env = process.env) {
  const report = join(reports, `${script.replace(':', '-')}.json`);
  const args = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status, end } = await npmKeepingEnd(['run', '-s', script, '--', ...args], env);
  const found = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  total.passed += found?.numPassedTests ?? 0;
  total.failed += found?.numFailedTests ?? 0;
  if (status === 0) return;
  // Hooks and rejections fail a run without failing a test.
  if (!found?.numFailedTests) fail(`npm run ${script}`);
  ends.push(`\nThe end of npm run ${script}, once more:\n${end}`);
}

function code(script) {
  if (npm('run', '-s', script) !== 0) fail(`npm run ${script}`);
}

// The first lane is the embedded database's, whatever server the second one is given.
const { TEST_DATABASE_URL: _second, ...embedded } = process.env;
await tests('test', embedded);
for (const script of ['lint', 'types', 'imports']) code(script);
if (npm('run', '-s', 'postgres:available') === 0) await tests('test:postgres');
else if (process.argv.includes('--with-postgres')) fail('npm run test:postgres: no Postgres here');
else process.stdout.write('No native Postgres with pgvector here: that lane was left out.\n');

rmSync(reports, { recursive: true, force: true });
for (const end of ends) process.stdout.write(end);
for (const what of bad) process.stdout.write(`failed: ${what}\n`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
