import { Command, InvalidArgumentError } from 'commander';
import type { ImportPolicy, RemovalPolicy } from '../../../../prisma/client/enums.ts';
import type { FeedFormat } from '../catalog/feeds/format.ts';
import type { ImportSource } from '../catalog/sources/importSource.ts';
import {
  carryOn,
  formatOption,
  mappingHelp,
  mappingOf,
  named,
  policyOption,
  removedOption,
} from './ingest.ts';
import { collectPair } from './options.ts';
import { say, sayJson, sayPairs, sayTable } from './output.ts';
import { type CommandContext, runCommand } from './runCommand.ts';

export function sourceCommand(): Command {
  return new Command('source')
    .description('addresses that catalogs are imported from on a schedule; the worker runs them')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(runSourceCommand())
    .addCommand(switchCommand('pause', 'do not run it until it is resumed', false))
    .addCommand(switchCommand('resume', 'run it at its times again', true))
    .addCommand(deleteCommand());
}

interface AddOptions {
  catalog: string;
  every: number;
  format?: string;
  encoding?: string;
  map?: Record<string, string>;
  policy: string;
  removed: string;
  allowLargeRemoval?: boolean;
}

function addCommand(): Command {
  return new Command('add')
    .description('import a catalog from an address again and again; the first time is at once')
    .argument('<address>', 'http or https address of the feed')
    .requiredOption('--catalog <name>', 'catalog to keep up to date; made if it is new')
    .option('--every <time>', 'minutes, hours or days: 30m, 6h, 1d', interval, 24 * 60)
    .addOption(formatOption())
    .option('--encoding <label>', 'for example windows-1252; without it, recognised')
    .option('--map <field=column>', 'column of a field; repeatable', collectPair)
    .addOption(policyOption())
    .addOption(removedOption())
    .option('--allow-large-removal', 'remove even more than half of the catalog')
    .addHelpText('after', () => `\nFields of --map:\n${mappingHelp()}`)
    .action((address: string, options: AddOptions) =>
      runCommand(async ({ services }) => {
        const { id } = await services.catalog.sources.create({
          ...{ address, catalog: options.catalog, everyMinutes: options.every },
          format: options.format ? (named(options.format) as FeedFormat) : undefined,
          encoding: options.encoding,
          mapping: options.map && mappingOf(options.map),
          policy: named(options.policy) as ImportPolicy,
          removal: named(options.removed) as RemovalPolicy,
          allowLargeRemoval: options.allowLargeRemoval ?? false,
        });
        say(`Added source ${id}.`);
      }),
    );
}

function interval(text: string): number {
  const [, amount, unit] = /^(\d{1,5})\s*([mhd])$/.exec(text.trim()) ?? [];
  if (amount === undefined) throw new InvalidArgumentError('Give it as 30m, 6h or 1d.');
  return Number(amount) * { m: 1, h: 60, d: 24 * 60 }[unit as 'm' | 'h' | 'd'];
}

function listCommand(): Command {
  return new Command('list')
    .description('every source, when it is due and how it went')
    .option('--json', 'print them as JSON')
    .action(({ json }: { json?: boolean }) =>
      runCommand(async ({ services }) => {
        const sources = await services.catalog.sources.list();
        if (json) return sayJson(sources);
        sayTable<ImportSource>(sources, [
          { title: 'id', value: ({ id }) => id },
          { title: 'address', value: ({ address }) => address },
          { title: 'minutes', value: ({ everyMinutes }) => String(everyMinutes) },
          {
            title: 'next',
            value: ({ enabled, nextAt }) => (enabled ? nextAt.toISOString() : 'paused'),
          },
          { title: 'last', value: ({ lastOutcome, error }) => error ?? lastOutcome ?? 'never' },
        ]);
      }),
    );
}

function runSourceCommand(): Command {
  return new Command('run')
    .description('fetch the feed and import it now, here')
    .argument('<id>')
    .action((id: string) => runCommand((context) => runHere(context, id)));
}

async function runHere(context: CommandContext, id: string): Promise<void> {
  const { services, signal, progress } = context;
  progress.phase('fetching the feed');
  const { lastOutcome, lastRun } = await services.catalog.sources.fetch(id);
  if (lastOutcome === 'UNCHANGED' || lastRun === null) {
    progress.stop();
    return say('The feed has not changed.');
  }
  const run = await services.catalog.imports.execute(lastRun.id, {
    signal,
    onProgress: ({ rowsRead, rowsTotal }) => progress.update('importing', rowsRead, rowsTotal),
  });
  await carryOn(context);
  progress.stop();
  const { created, updated, unchanged, removed, failed } = run;
  sayPairs(
    Object.entries({ created, updated, unchanged, removed, failed }).map(
      ([name, value]) => [name, String(value)] as const,
    ),
  );
}

function switchCommand(name: string, description: string, enabled: boolean): Command {
  return new Command(name)
    .description(description)
    .argument('<id>')
    .action((id: string) =>
      runCommand(async ({ services }) => {
        await services.catalog.sources.update(id, { enabled });
        say(`Source ${id}: ${name}d.`);
      }),
    );
}

function deleteCommand(): Command {
  return new Command('remove')
    .description('delete a source; what was imported from it stays')
    .argument('<id>')
    .action((id: string) =>
      runCommand(async ({ services }) => {
        await services.catalog.sources.delete(id);
        say(`Removed source ${id}.`);
      }),
    );
}
