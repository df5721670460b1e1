/**
 * The demo, read downward: what a new user would do by hand, told as it happens. Every step that an
 * earlier start has done is left as it is, so a second start takes seconds.
 *
 * Options: --products N (default 300), --exit (end after the example query, for scripts)
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeDemoCatalog } from '@semblance/demo-catalog';
import { buildDashboard } from '../cli/dashboard.ts';
import { note, say } from '../cli/output.ts';
import { Progress } from '../cli/progress.ts';
import { commandEnv, fail } from '../cli/runCommand.ts';
import { exampleQuery } from './example.ts';
import { startServer } from './server.ts';
import { readDemoState } from './state.ts';
import { runStep } from './step.ts';

const CATALOG = 'demo';
const SEED = 7;
const WILD_PHOTOS = 2;
/** What fits a laptop without native TensorFlow: the model has settled by then. */
const TRAINING = [
  ...['--model', 'mildnet-nano', '--epochs', '4', '--set', 'maxStepsPerEpoch=30'],
  // Its wild photos are real ones already.
  ...['--set', 'augmentation=mild', '--name', 'demo'],
];
const TRIPLETS = ['--count', '6000', '--seed', String(SEED)];

const { values } = parseArgs({
  options: { products: { type: 'string', default: '300' }, exit: { type: 'boolean' } },
});

try {
  await demo(Number(values.products), values.exit === true);
} catch (error) {
  fail(error);
}

async function demo(products: number, exit: boolean): Promise<void> {
  const env = commandEnv();
  const startedAt = performance.now();
  const state = await readDemoState(env, CATALOG);

  const dashboard = buildDashboard(env);
  const catalog = await drawCatalog(join(env.dataDir, 'demo'), products);
  if (state.products < products) {
    const { csvPath, imageDirectory } = catalog;
    await runStep('ingest', ['--catalog', CATALOG, '--csv', csvPath, '--images', imageDirectory]);
  }
  if (!state.hasTriplets) {
    await runStep('triplets', ['generate', '--catalog', CATALOG, '--name', 'looks', ...TRIPLETS]);
  }
  await dashboard;
  const server = await startServer(env);
  try {
    note('');
    say(`Dashboard  ${server.dashboardUrl}   (usable from now on)`);
    say(`GraphQL    ${server.graphqlUrl}`);
    note('');
    if (state.unfinishedRun !== null) await runStep('train', ['--resume', state.unfinishedRun]);
    else if (!state.hasModel) await runStep('train', ['--triplets', 'looks', ...TRAINING]);
    if (!state.serves) await runStep('embed', ['--promote']);
    await exampleQuery(server.graphqlUrl);
    say(`Dashboard  ${server.dashboardUrl}`);
    say(`GraphQL    ${server.graphqlUrl}`);
    note(`ready after ${Math.round((performance.now() - startedAt) / 1000)} s`);
    if (!exit) {
      note('Ctrl-C ends it; the next start reuses what is there.');
      await server.ended;
    }
  } finally {
    await server.stop();
  }
}

async function drawCatalog(directory: string, count: number) {
  const progress = new Progress();
  try {
    return await writeDemoCatalog(directory, {
      seed: SEED,
      count,
      wildPerProduct: WILD_PHOTOS,
      onProgress: (done, total) => progress.update('drawing the catalog', done, total),
    });
  } finally {
    progress.stop();
  }
}
