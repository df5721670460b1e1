import type { ImportPolicy, RemovalPolicy } from '../../../../../prisma/client/enums.ts';
import { AppError, badInput, notFound } from '../../errors.ts';
import type { Jobs } from '../../jobs/queue.ts';
import { checkMapping } from '../feeds/mapping.ts';
import type { FeedInput } from '../feeds/openFeed.ts';
import type { FeedsService } from '../feeds/service.ts';
import type { ImportRun } from './importRun.ts';
import type { ImportsStore } from './store.ts';

export interface ImportInput extends FeedInput {
  /** Name of the catalog; it is made when it is new. */
  readonly catalog: string;
  /** Default IGNORE_FAILED. */
  readonly policy?: ImportPolicy | null | undefined;
  /** Default KEEP. */
  readonly removal?: RemovalPolicy | null | undefined;
  readonly allowLargeRemoval?: boolean | null | undefined;
}

export interface StartImportDeps {
  readonly jobs: Pick<Jobs, 'send'>;
  readonly feeds: FeedsService;
  readonly runs: ImportsStore;
}

const MAX_NAME = 200;

/**
 * Makes an import run, or a dry run, and queues it. Everything that can be known to be wrong is
 * said now, before anything is written.
 * @throws AppError BAD_INPUT
 */
export async function startImport(
  { feeds, runs, jobs }: StartImportDeps,
  input: ImportInput,
  dryRun: boolean,
): Promise<ImportRun> {
  const catalog = checkCatalogName(input.catalog);
  const opened = await feeds.open(input);
  const { mapping, from } = await feeds.chooseMapping(input, opened);
  checkMapping(mapping, opened.columns);
  const { source, name, imageDirectory, stamp, feed } = opened;
  const run = await runs.create({
    ...{ catalog, source, mapping, mappingFrom: from, dryRun },
    address: input.address || null,
    sourceName: name,
    imageDirectory: input.imageDirectory ? imageDirectory : null,
    ...{ format: feed.format, encoding: feed.encoding, feedStamp: stamp },
    policy: input.policy ?? 'IGNORE_FAILED',
    removal: input.removal ?? 'KEEP',
    allowLargeRemoval: input.allowLargeRemoval ?? false,
  });
  if (from === 'GIVEN' && !dryRun) await feeds.saveMapping(run.catalogId, feed.format, mapping);
  await jobs.send('catalog.import', { id: run.id });
  return run;
}

/**
 * Starts the import that a dry run showed. Asked twice, it is started once.
 * @throws AppError NOT_FOUND, BAD_INPUT for what is no finished dry run, CONFLICT when the feed
 *   changed meanwhile
 */
export async function confirmImport(
  { feeds, runs, jobs }: StartImportDeps,
  planId: string,
  allowLargeRemoval: boolean,
): Promise<ImportRun> {
  const plan = await runs.find(planId);
  if (!plan) throw notFound('import run', planId);
  if (!plan.dryRun || plan.status !== 'SUCCEEDED') {
    throw badInput('id', 'Only a dry run that has succeeded can be confirmed.');
  }
  if ((await feeds.stampOf(plan)) !== plan.feedStamp) throw feedChanged();
  const { run, isNew } = await runs.confirm(plan, allowLargeRemoval);
  if (!isNew) return run;
  if (plan.mappingFrom === 'GIVEN') {
    await feeds.saveMapping(plan.catalogId, plan.format, plan.mapping);
  }
  await jobs.send('catalog.import', { id: run.id });
  return run;
}

/** @throws AppError BAD_INPUT */
export function checkCatalogName(name: string): string {
  const catalog = name.trim();
  if (catalog !== '' && catalog.length <= MAX_NAME) return catalog;
  throw badInput('catalog', `catalog must have 1 to ${MAX_NAME} characters.`);
}

function feedChanged(): AppError {
  const message = 'The feed changed since its dry run; make a new one.';
  return new AppError('CONFLICT', message, { field: 'id' });
}
