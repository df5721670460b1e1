import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import type { ImportPolicy, RemovalPolicy } from '../../../../prisma/client/enums.ts';
import { FEED_FORMATS, type FeedFormat } from '../catalog/feeds/format.ts';
import {
  type ColumnMapping,
  type GivenMapping,
  givenMappingSchema,
} from '../catalog/feeds/mapping.ts';
import {
  isMappingField,
  listMappingFields,
  MAPPING_FIELD_NAMES,
  mappingFields,
} from '../catalog/feeds/mappingFields.ts';
import type { Example } from '../catalog/imports/example.ts';
import { followChanges } from '../catalog/imports/followChanges.ts';
import type { ImportRun } from '../catalog/imports/importRun.ts';
import { type AppError, badInput } from '../errors.ts';
import { collectPair } from './options.ts';
import { count, note, plural, say, sayJson, sayPairs } from './output.ts';
import { type CommandContext, runCommand, usageSince } from './runCommand.ts';

interface IngestOptions {
  catalog: string;
  feed?: string;
  csv?: string;
  images?: string;
  format?: string;
  encoding?: string;
  map?: Record<string, string>;
  policy: string;
  removed: string;
  allowLargeRemoval?: boolean;
  dryRun?: boolean;
  report?: string;
  json?: boolean;
}

const SHOWN_ISSUES = 10;

/** Names of options as people type them: "reject-all" for REJECT_ALL. */
const typed = (names: readonly string[]) =>
  names.map((name) => name.toLowerCase().replaceAll('_', '-'));
export const named = (text: string) => text.toUpperCase().replaceAll('-', '_');

export function ingestCommand(): Command {
  return new Command('ingest')
    .description('read a feed and its images into a catalog; safe to repeat')
    .requiredOption('--catalog <name>', 'catalog to bring up to date; made if it is new')
    .option('--feed <where>', 'the feed: a file, zip, folder, or http(s) address')
    .addOption(new Option('--csv <file>', 'older name of --feed').hideHelp())
    .option('--images <folder>', 'folder of the image files that the feed names')
    .addOption(formatOption())
    .option('--encoding <label>', 'for example windows-1252; without it, recognised')
    .option(
      '--map <field=column>',
      'column of a field, for example externalId=id; repeatable; what is not named is as the format prescribes or is guessed; without any, what was given last',
      collectPair,
    )
    .option('--dry-run', 'say what would happen; write nothing')
    .addOption(policyOption())
    .addOption(removedOption())
    .option('--allow-large-removal', 'remove even more than half of the catalog')
    .option('--report <file>', 'write counts and every issue as CSV')
    .option('--json', 'print the import as JSON')
    .addHelpText('after', () => `\nFields of --map:\n${mappingHelp()}`)
    .action((options: IngestOptions) => runCommand((context) => ingest(context, options)));
}

export const formatOption = () =>
  new Option('--format <format>', 'without it, recognised').choices(typed(FEED_FORMATS));

export const policyOption = () =>
  new Option(
    '--policy <policy>',
    'products with an issue: take what is good, leave out, or write nothing at all',
  )
    .choices(typed(['IGNORE_FAILED', 'REJECT_FAILED', 'REJECT_ALL']))
    .default('ignore-failed');

export const removedOption = () =>
  new Option('--removed <policy>', 'products of the catalog that the feed lacks')
    .choices(typed(['KEEP', 'UNAVAILABLE', 'DELETE']))
    .default('keep');

async function ingest(context: CommandContext, options: IngestOptions): Promise<void> {
  const { services, signal, progress } = context;
  const startedAt = performance.now();
  const input = inputOf(options);
  const { id } = options.dryRun
    ? await services.catalog.imports.plan(input)
    : await services.catalog.imports.start(input);
  progress.phase('reading the feed');
  try {
    const run = await services.catalog.imports.execute(id, {
      signal,
      onProgress: (state) => {
        const extra = `${plural(state.imagesStored, 'new image')}`;
        const label = options.dryRun ? 'comparing' : 'importing';
        progress.update(label, state.rowsRead, state.rowsTotal, extra);
      },
    });
    progress.stop();
    if (options.json) sayJson(run);
    else await report(context, run, options.catalog);
    if (!options.dryRun) await carryOn(context);
    refuseEmpty(run);
  } finally {
    // Of an import that was refused too: the report says which rows were to blame.
    if (options.report) await writeReport(context, id, options.report);
  }
  if (!options.json) note(usageSince(startedAt));
}

const takenOf = ({ created, updated, unchanged }: ImportRun) => created + updated + unchanged;

/** So that a script notices. @throws AppError BAD_INPUT when nothing came of a run */
function refuseEmpty(run: ImportRun): void {
  if (takenOf(run) > 0 || run.removed > 0) return;
  const { rowsRead, failed } = run;
  const message = `Nothing of the feed was taken: ${plural(rowsRead, 'row')} read, ${count(failed)} failed.`;
  throw badInput('feed', message, { rowsRead, failed });
}

/** Without a worker at hand, what the import sets off is done here. */
export async function carryOn({ services, signal, progress }: CommandContext): Promise<void> {
  const { embedRun, busy } = await followChanges(services, signal);
  if (embedRun === null || busy) return;
  const label = 'embedding new images';
  await services.embeddings.runs.embed(embedRun.id, {
    signal,
    onProgress: ({ done, total }) => progress.update(label, done, total),
  });
  progress.stop();
}

function inputOf(options: IngestOptions) {
  const where = options.feed ?? options.csv;
  if (where === undefined) throw badInput('feed', 'Say with --feed where the feed is.');
  const isAddress = /^https?:\/\//i.test(where);
  return {
    catalog: options.catalog,
    ...(isAddress ? { address: where } : { path: resolve(where) }),
    imageDirectory: options.images === undefined ? undefined : resolve(options.images),
    format: options.format ? (named(options.format) as FeedFormat) : undefined,
    encoding: options.encoding,
    mapping: options.map && mappingOf(options.map),
    policy: named(options.policy) as ImportPolicy,
    removal: named(options.removed) as RemovalPolicy,
    allowLargeRemoval: options.allowLargeRemoval ?? false,
    trusted: true,
  };
}

/**
 * The mapping of `--map`; fields with several columns take them separated by commas.
 * @throws AppError BAD_INPUT for a field that products do not have
 */
export function mappingOf(pairs: Record<string, string>): GivenMapping {
  const mapping = Object.entries(pairs).map(([field, column]) => {
    if (!isMappingField(field)) throw noField(field, column);
    const several = mappingFields[field].kind === 'COLUMNS';
    return [field, several ? column.split(',').map((name) => name.trim()) : column];
  });
  return givenMappingSchema.parse(Object.fromEntries(mapping));
}

function noField(field: string, column: string): AppError {
  const fields = MAPPING_FIELD_NAMES.join(', ');
  const message = `Products have no field "${field}". Their fields are: ${fields}. Keep any other column as an attribute: --map attributes=${column}.`;
  return badInput(`mapping.${field}`, message);
}

/** A line a field; what takes several columns takes them separated by commas. */
export function mappingHelp(): string {
  const fields = listMappingFields();
  const width = Math.max(...fields.map(({ name }) => name.length));
  return fields
    .map(({ name, label, help, kind }) => {
      const says = [label, help].filter(Boolean).join('. ');
      return `  ${name.padEnd(width)}  ${says}${kind === 'COLUMNS' ? ' (a,b,...)' : ''}`;
    })
    .join('\n');
}

async function report(
  { services }: CommandContext,
  run: ImportRun,
  catalog: string,
): Promise<void> {
  const issueCounts = await services.catalog.imports.issueCounts([run.id]);
  const would = run.dryRun ? 'would be ' : '';
  say(`${catalog}: ${plural(run.rowsRead, 'row')} read`);
  sayPairs([
    [`${would}created`, count(run.created)],
    [`${would}updated`, count(run.updated)],
    ['unchanged', count(run.unchanged)],
    ['failed', count(run.failed)],
    ...(run.removal === 'KEEP' ? [] : [[`${would}removed`, count(run.removed)] as const]),
    ...(run.dryRun ? [] : [['new images', count(run.imagesStored)] as const]),
    ['read as', `${typed([run.format])[0]}, ${run.encoding}`],
    ...(run.dryRun ? [['mapping', mappingLine(run.mapping)] as const] : []),
    ['with image', `${count(run.withImage)} of ${plural(takenOf(run), 'product')}`],
    ['with price', count(run.withPrice)],
    ['with category', count(run.withCategory)],
    ['with brand', count(run.withBrand)],
    ['issues', count(issueCounts.get(run.id) ?? 0)],
  ]);
  for (const warning of run.warnings) say(`  ! ${warning}`);
  for (const example of run.examples) sayExample(example);
  if (run.dryRun) return;
  const issues = await services.catalog.imports.issues(run.id, { first: SHOWN_ISSUES });
  for (const { node } of issues.edges) say(`  row ${node.row}: ${node.message}`);
}

/** As `--map` takes it, so that it can be given again with a change. */
function mappingLine(mapping: ColumnMapping): string {
  return MAPPING_FIELD_NAMES.filter((name) => (mapping[name]?.length ?? 0) > 0)
    .map((name) => `${name}=${[mapping[name]].flat().join(',')}`)
    .join(' ');
}

function sayExample({ outcome, row, externalId, title, reasons }: Example): void {
  const where = row === null ? '' : `row ${row}:`;
  const why = reasons.length > 0 ? `(${reasons.join('; ')})` : '';
  const parts = [where, externalId, title, why].filter(Boolean);
  say(`  ${outcome.toLowerCase().padEnd(7)} ${parts.join(' ')}`);
}

async function writeReport({ services }: CommandContext, id: string, path: string): Promise<void> {
  await pipeline(await services.catalog.imports.report(id), createWriteStream(path));
}
