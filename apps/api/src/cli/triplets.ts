import { SPLITS } from '@semblance/ml';
import { Command } from 'commander';
import { AppError } from '../errors.ts';
import { totalOf } from '../triplets/counts.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';
import { requireCatalog } from './find.ts';
import { collect, decimal, wholeNumber } from './options.ts';
import { count, note, plural, say, sayJson, sayTable } from './output.ts';
import { type CommandContext, runCommand, usageSince } from './runCommand.ts';

const SHOWN_ISSUES = 10;

export function tripletsCommand(): Command {
  return new Command('triplets')
    .description('make a set of triplets: query, positive, negative')
    .addCommand(generateCommand())
    .addCommand(importCommand());
}

interface GenerateOptions {
  catalog?: string;
  name: string;
  count?: number;
  seed?: number;
  match?: string[];
  inClass?: number;
  inClassWild?: number;
  wildQueries?: number;
  json?: boolean;
}

function generateCommand(): Command {
  return new Command('generate')
    .description('draw triplets from the attributes of a catalog')
    .option('--catalog <name>', 'catalog; may be left out where there is only one')
    .option('--name <name>', 'name of the set; a name used before gets the next version', 'looks')
    .option('--count <n>', 'triplets over all splits (default 20000)', wholeNumber)
    .option('--seed <n>', 'the same seed gives the same triplets (default 1)', wholeNumber)
    .option('--match <attribute>', 'a positive shares it, beside the category; repeatable', collect)
    .option('--in-class <share>', 'in-class negatives of catalog queries (default 0.5)', decimal)
    .option('--in-class-wild <share>', 'in-class negatives of wild queries (default 0.5)', decimal)
    .option('--wild-queries <share>', 'queries that are wild photos (default 0.5)', decimal)
    .option('--json', 'print the set as JSON')
    .action((options: GenerateOptions) =>
      runCommand(async (context) => {
        const { services } = context;
        const catalog = await requireCatalog(services, options.catalog);
        const set = await services.triplets.startGenerate({
          catalogId: catalog.id,
          name: options.name,
          count: options.count,
          seed: options.seed,
          matchOn: options.match,
          inClassShareCatalog: options.inClass,
          inClassShareWild: options.inClassWild,
          wildQueryShare: options.wildQueries,
        });
        await make(context, set, options.json);
      }),
    );
}

interface ImportOptions {
  catalog?: string;
  name: string;
  train?: string[];
  val?: string[];
  test?: string[];
  json?: boolean;
}

function importCommand(): Command {
  return new Command('import')
    .description('read published triplet CSVs: no header, query,positive,negative')
    .option('--catalog <name>', 'catalog whose images the files name')
    .option('--name <name>', 'name of the set', 'imported')
    .option('--train <file>', 'CSV of the TRAIN split; repeatable', collect)
    .option('--val <file>', 'CSV of the VAL split; repeatable', collect)
    .option('--test <file>', 'CSV of the TEST split; repeatable', collect)
    .option('--json', 'print the set as JSON')
    .action((options: ImportOptions) =>
      runCommand(async (context) => {
        const { services } = context;
        const catalog = await requireCatalog(services, options.catalog);
        const files = SPLITS.flatMap((split) => {
          const paths = options[split.toLowerCase() as 'train' | 'val' | 'test'] ?? [];
          return paths.map((csvPath) => ({ split, csvPath }));
        });
        if (files.length === 0) {
          throw new AppError('BAD_INPUT', 'Name at least one file with --train, --val or --test.');
        }
        const set = await services.triplets.startImport({
          catalogId: catalog.id,
          name: options.name,
          files,
          trusted: true,
        });
        await make(context, set, options.json);
      }),
    );
}

async function make(context: CommandContext, set: TripletSet, json = false): Promise<void> {
  const { services, signal, progress } = context;
  const startedAt = performance.now();
  note(`triplets ${set.name} version ${set.version}`);
  progress.phase('reading the catalog');
  const made = await services.triplets
    .runMake(set.id, {
      signal,
      onProgress: (phase, done, total) => progress.update(phase, done, total),
    })
    .catch(async (error: unknown) => {
      progress.stop();
      sayIssues(await services.triplets.requireSet(set.id));
      throw error;
    });
  progress.stop();
  if (json) return sayJson(made);
  saySet(made);
  note(usageSince(startedAt));
}

function saySet(set: TripletSet): void {
  say(`${set.name} version ${set.version}: ${plural(totalOf(set), 'triplet')}`);
  sayTable(
    set.counts.rows.toSorted((a, b) => SPLITS.indexOf(a.split) - SPLITS.indexOf(b.split)),
    [
      { title: 'split', value: (row) => row.split },
      { title: 'query', value: (row) => row.queryKind ?? '-' },
      { title: 'negative', value: (row) => row.negativeKind ?? '-' },
      { title: 'triplets', value: (row) => count(row.count), right: true },
    ],
  );
  for (const line of set.recipe?.notes ?? []) say(`  note: ${line}`);
  sayIssues(set);
}

function sayIssues(set: TripletSet): void {
  if (set.issueCount === 0) return;
  say(`${plural(set.issueCount, 'row')} refused`);
  for (const { row, message } of set.issues.slice(0, SHOWN_ISSUES)) say(`  row ${row}: ${message}`);
  const more = set.issueCount - Math.min(set.issues.length, SHOWN_ISSUES);
  if (more > 0) say(`  and ${count(more)} more`);
}
