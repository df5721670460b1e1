import { resolve } from 'node:path';
import { Command } from 'commander';
import type { ImportRun } from '../../../../prisma/client/client.ts';
import type { ColumnMapping } from '../catalog/service.ts';
import { collectPair } from './options.ts';
import { count, note, plural, say, sayJson, sayPairs } from './output.ts';
import { type CommandContext, runCommand, usageSince } from './runCommand.ts';

interface IngestOptions {
  catalog: string;
  csv: string;
  images?: string;
  map?: Record<string, string>;
  json?: boolean;
}

const SHOWN_ISSUES = 10;
const LISTS: ReadonlySet<string> = new Set(['attributes', 'categoryPath', 'images', 'wildImages']);

export function ingestCommand(): Command {
  return new Command('ingest')
    .description('read a CSV feed and its images into a catalog; safe to repeat')
    .requiredOption('--catalog <name>', 'catalog to bring up to date; made if it is new')
    .requiredOption('--csv <file>', 'the feed, with a header')
    .option('--images <folder>', 'folder of the image files that the feed names')
    .option(
      '--map <field=column>',
      'column of a field, for example externalId=id; repeatable; without any, guessed',
      collectPair,
    )
    .option('--json', 'print the import as JSON')
    .action((options: IngestOptions) => runCommand((context) => ingest(context, options)));
}

async function ingest(context: CommandContext, options: IngestOptions): Promise<void> {
  const { services, signal, progress } = context;
  const startedAt = performance.now();
  const { id } = await services.catalog.startImport({
    catalog: options.catalog,
    path: resolve(options.csv),
    imageDirectory: options.images === undefined ? undefined : resolve(options.images),
    mapping: options.map && mappingOf(options.map),
    trusted: true,
  });
  progress.phase('reading the feed');
  const run = await services.catalog.runImport(id, {
    signal,
    onProgress: (state) => {
      const extra = `${plural(state.imagesStored, 'new image')}`;
      progress.update('importing', state.rowsRead, state.rowsTotal, extra);
    },
  });
  progress.stop();
  if (options.json) return sayJson(run);
  await report(context, run, options.catalog);
  note(usageSince(startedAt));
}

/** Fields with several columns take them separated by commas. */
function mappingOf(pairs: Record<string, string>): ColumnMapping {
  const mapping = Object.fromEntries(
    Object.entries(pairs).map(([field, column]) => [
      field,
      LISTS.has(field) ? column.split(',').map((name) => name.trim()) : column,
    ]),
  );
  return mapping as unknown as ColumnMapping;
}

async function report(
  { services }: CommandContext,
  run: ImportRun,
  catalog: string,
): Promise<void> {
  say(`${catalog}: ${plural(run.rowsRead, 'row')} read`);
  sayPairs([
    ['created', count(run.created)],
    ['updated', count(run.updated)],
    ['unchanged', count(run.unchanged)],
    ['failed', count(run.failed)],
    ['new images', count(run.imagesStored)],
  ]);
  const issues = await services.catalog.importIssues(run.id, { first: SHOWN_ISSUES });
  for (const { node } of issues.edges) say(`  row ${node.row}: ${node.message}`);
}
