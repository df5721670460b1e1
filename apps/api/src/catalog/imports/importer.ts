import { access } from 'node:fs/promises';
import type { ImportRun } from '../../../../../prisma/client/client.ts';
import type { ImportPolicy, RemovalPolicy } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';
import type { Env } from '../../env.ts';
import { AppError, badInput, cancelled, describeError, notFound } from '../../errors.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { Jobs } from '../../jobs/queue.ts';
import { checkImportPath } from '../../storage/importPath.ts';
import type { Storage } from '../../storage/storage.ts';
import type { UploadsService } from '../../uploads/service.ts';
import { analysisOf, type FeedAnalysis, type OpenedFeed } from '../feeds/analysis.ts';
import { fetchFeed } from '../feeds/fetchFeed.ts';
import type { FeedFormat } from '../feeds/format.ts';
import type { FeedHints } from '../feeds/identifyFeed.ts';
import { type ColumnMapping, type Columns, checkMapping, guessMapping } from '../feeds/mapping.ts';
import { obtainFeed } from '../feeds/obtainFeed.ts';
import { presetMapping } from '../feeds/presets.ts';
import { sampleFeed } from '../feeds/sampleFeed.ts';
import { sweepImages } from '../images/deleteImages.ts';
import { type ImportOutcome, type ImportProgress, importFeed } from './importFeed.ts';
import type { ImportsStore } from './store.ts';

/** Where a feed is, and what a person says of it. Exactly one of path, uploadId and address. */
export interface FeedInput {
  /** File, zip or folder on the server. */
  readonly path?: string | null | undefined;
  readonly uploadId?: string | null | undefined;
  /** http or https; fetched now, and read from the copy here. */
  readonly address?: string | null | undefined;
  readonly imageDirectory?: string | null | undefined;
  /** Left out: recognised. */
  readonly format?: FeedFormat | null | undefined;
  readonly encoding?: string | null | undefined;
  /** Left out: what was saved for the catalog, or the format prescribes, or is guessed. */
  readonly mapping?: ColumnMapping | null | undefined;
  /** Where the feed at the address was brought a moment ago; never from outside. */
  readonly copy?: string;
  /** The operator's own command line may read anywhere; everybody else under IMPORT_ROOTS. */
  readonly trusted?: boolean;
}

export interface ImportInput extends FeedInput {
  /** Name of the catalog; it is made when it is new. */
  readonly catalog: string;
  /** Default IGNORE_FAILED. */
  readonly policy?: ImportPolicy | null | undefined;
  /** Default KEEP. */
  readonly removal?: RemovalPolicy | null | undefined;
  readonly allowLargeRemoval?: boolean | null | undefined;
}

export interface RunImportOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** What the signal means: the end of the run, or only of this process (default: the run). */
  readonly onAbort?: 'cancel' | 'requeue';
}

interface ImporterDeps {
  readonly env: Env;
  readonly database: Database;
  readonly storage: Storage;
  readonly jobs: Jobs;
  readonly uploads: UploadsService;
  readonly imports: ImportsStore;
  readonly fetcher: Fetcher;
  readonly clock: () => Date;
}

const MAX_NAME = 200;
/**
 * A sign of life, and a look whether to stop, this often also within a slow batch; one that fails
 * is made up by the next.
 */
const BEAT_MS = 2_000;

/** Starts import runs and carries them out. */
export function createImporter(deps: ImporterDeps) {
  const { env, fetcher, imports, jobs, storage, uploads } = deps;

  async function sourceOf(input: FeedInput, roots: readonly string[] | undefined) {
    const { path, uploadId, address } = input;
    if ([path, uploadId, address].filter(Boolean).length !== 1) {
      throw badInput('path', 'Give one of path, uploadId and address.');
    }
    if (address && input.copy) return input.copy;
    if (address) return (await fetchFeed(fetcher, address, storage.feedsDir)).path;
    if (uploadId) return (await uploads.requireUpload(uploadId, 'CATALOG_FEED')).path;
    return checkImportPath('path', path as string, 'file or folder', roots);
  }

  /** The feed that an input names, recognised, with the columns it has. */
  async function open(input: FeedInput): Promise<OpenedFeed> {
    const roots = input.trusted ? undefined : env.importRoots;
    const source = await sourceOf(input, roots);
    const obtained = await obtainFeed(source, storage.feedsDir, input);
    const imageDirectory = input.imageDirectory
      ? await checkImportPath('imageDirectory', input.imageDirectory, 'folder', roots)
      : obtained.imageDirectory;
    return { ...obtained, ...(await sampleFeed(obtained.feed)), source, imageDirectory };
  }

  /** The mapping for a feed, and where it comes from. */
  async function chooseMapping(input: FeedInput & { catalog?: string | null }, opened: OpenedFeed) {
    const { feed, columns } = opened;
    if (input.mapping) return { mapping: input.mapping, from: 'GIVEN' as const };
    const saved = input.catalog ? await imports.savedMapping(input.catalog, feed.format) : null;
    if (saved && fits(saved, columns)) return { mapping: saved, from: 'SAVED' as const };
    const preset = presetMapping(feed.format, columns.names);
    if (preset) return { mapping: preset, from: 'FORMAT' as const };
    return { mapping: guessMapping(columns.names, columns.isWhole), from: 'GUESSED' as const };
  }

  /** Everything that can be known to be wrong is said now, before anything is written. */
  async function start(input: ImportInput, dryRun = false): Promise<ImportRun> {
    const catalog = checkCatalogName(input.catalog);
    const opened = await open(input);
    const { mapping, from } = await chooseMapping(input, opened);
    checkMapping(mapping, opened.columns);
    const { source, imageDirectory, stamp, feed } = opened;
    const run = await imports.create({
      catalog,
      source,
      address: input.address || null,
      imageDirectory: input.imageDirectory ? imageDirectory : null,
      mapping,
      format: feed.format,
      encoding: feed.encoding,
      feedStamp: stamp,
      policy: input.policy ?? 'IGNORE_FAILED',
      removal: input.removal ?? 'KEEP',
      allowLargeRemoval: input.allowLargeRemoval ?? false,
      dryRun,
    });
    if (from === 'GIVEN') await imports.saveMapping(run.catalogId, feed.format, mapping);
    await jobs.send('catalog.import', { id: run.id });
    return run;
  }

  /**
   * Starts the import that a dry run showed. Asked twice, it is started once.
   * @throws AppError NOT_FOUND, BAD_INPUT for what is no finished dry run, CONFLICT when the feed
   *   changed meanwhile
   */
  async function confirm(planId: string, allowLargeRemoval: boolean): Promise<ImportRun> {
    const plan = await imports.find(planId);
    if (!plan) throw notFound('import run', planId);
    if (!plan.dryRun || plan.status !== 'SUCCEEDED') {
      throw badInput('id', 'Only a dry run that has succeeded can be confirmed.');
    }
    const { feed, stamp } = await obtainFeed(plan.source, storage.feedsDir, hintsOf(plan));
    if (stamp !== plan.feedStamp) throw feedChanged();
    const { run, isNew } = await imports.confirm(plan, allowLargeRemoval);
    if (isNew) await jobs.send('catalog.import', { id: run.id });
    return { ...run, format: feed.format };
  }

  /**
   * Carries out a queued run, or takes over one whose process died, from its last batch.
   * @returns the run as it ended; a run that had ended is returned as it is
   * @throws AppError CONFLICT when another process runs it; CANCELLED; or what made it fail, which
   *   the row tells too
   */
  async function run(id: string, options: RunImportOptions = {}): Promise<ImportRun> {
    const before = await imports.find(id);
    const claimedAt = new Date(); // compared with the times of files, so no other clock will do
    const claimed = await imports.claim(id);
    if (!claimed) return requireEnded(await imports.find(id), id);
    const stop = new AbortController();
    const beat = setInterval(() => {
      void imports.beat(id).then(
        (asked) => asked && stop.abort(),
        () => undefined,
      );
    }, BEAT_MS);
    const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
    let abandonedAt: Date | undefined;
    try {
      const outcome = await carryOut(claimed, { ...options, signal });
      if (outcome.kind === 'done') return await imports.end(id, 'SUCCEEDED', outcome);
      const isHandedOn = outcome.kind === 'aborted' && !stop.signal.aborted;
      if (isHandedOn && options.onAbort === 'requeue') await imports.requeue(id);
      else await imports.endCancelled(id);
      abandonedAt = new Date();
    } catch (error) {
      await imports.end(id, 'FAILED', { error: describeError(error) });
      throw error;
    } finally {
      clearInterval(beat);
      // What a batch had begun to write, here or in the process that died, and nothing took up.
      const strayUntil = abandonedAt ?? (before?.status === 'RUNNING' ? claimedAt : undefined);
      if (strayUntil) await sweepImages(deps, strayUntil);
    }
    throw cancelled('The import');
  }

  /** The file to read. A fetched copy that is gone, or lies on another machine, is fetched again. */
  async function presentSource({ source, address }: ImportRun): Promise<string> {
    const isThere = await access(source).then(
      () => true,
      () => false,
    );
    if (isThere || address === null) return source;
    return (await fetchFeed(fetcher, address, storage.feedsDir)).path;
  }

  async function carryOut(claimed: ImportRun, options: RunImportOptions): Promise<ImportOutcome> {
    const source = await presentSource(claimed);
    const obtained = await obtainFeed(source, storage.feedsDir, hintsOf(claimed));
    const { feed, stamp } = obtained;
    const { columns } = await sampleFeed(feed);
    checkMapping(claimed.mapping as unknown as ColumnMapping, columns);
    // Rows may be skipped only of the file they were read from; a dry run starts over.
    const isResumable = stamp === claimed.feedStamp && !claimed.dryRun;
    const run = isResumable ? claimed : await imports.restart(claimed.id, stamp);
    return importFeed({
      ...deps,
      ...options,
      run: { ...run, imageDirectory: run.imageDirectory ?? obtained.imageDirectory },
      feed,
      onSurvey: (survey) => imports.surveyed(run, survey),
    });
  }

  /** What a feed looks like, for the person who is about to import it; nothing is written. */
  async function analyze(input: FeedInput & { catalog?: string | null }): Promise<FeedAnalysis> {
    const opened = await open(input);
    return analysisOf(opened, () => chooseMapping(input, opened));
  }

  return { analyze, start, confirm, run };
}

function requireEnded(run: ImportRun | null, id: string): ImportRun {
  if (!run) throw notFound('import run', id);
  if (run.status !== 'RUNNING' && run.status !== 'QUEUED') return run;
  throw new AppError('CONFLICT', `Import run ${id} is being run by another process.`, { id });
}

/** @throws AppError BAD_INPUT */
export function checkCatalogName(name: string): string {
  const catalog = name.trim();
  if (catalog !== '' && catalog.length <= MAX_NAME) return catalog;
  throw badInput('catalog', `catalog must have 1 to ${MAX_NAME} characters.`);
}

const hintsOf = ({ format, encoding }: ImportRun): FeedHints => {
  return { format: format as FeedFormat, encoding };
};

function fits(mapping: ColumnMapping, columns: Columns): boolean {
  try {
    checkMapping(mapping, columns);
    return true;
  } catch {
    return false; // the feed lost a column since it was saved
  }
}

function feedChanged(): AppError {
  const message = 'The feed changed since its dry run; make a new one.';
  return new AppError('CONFLICT', message, { field: 'id' });
}
