import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { ImportRun, ImportSource, Prisma } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import type { Env } from '../../env.ts';
import { AppError, badInput, describeError, notFound } from '../../errors.ts';
import { checkAddress } from '../../fetch/checkAddress.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { Jobs } from '../../jobs/queue.ts';
import type { Storage } from '../../storage/storage.ts';
import { fetchFeed } from '../feeds/fetchFeed.ts';
import type { FeedFormat } from '../feeds/format.ts';
import type { ColumnMapping } from '../feeds/mapping.ts';
import { checkCatalogName, type ImportInput } from '../imports/importer.ts';
import * as store from './store.ts';

export interface SourceInput
  extends Omit<ImportInput, 'path' | 'uploadId' | 'imageDirectory' | 'address' | 'trusted'> {
  readonly address: string;
  readonly everyMinutes: number;
}

export interface SourceChange {
  readonly everyMinutes?: number | null | undefined;
  /** False pauses it. */
  readonly enabled?: boolean | null | undefined;
}

interface SourcesDeps {
  readonly env: Pick<Env, 'fetchAllowHosts'>;
  readonly database: Database;
  readonly storage: Storage;
  readonly jobs: Jobs;
  readonly fetcher: Fetcher;
  readonly clock: () => Date;
  readonly startImport: (input: ImportInput) => Promise<ImportRun>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Feeds are asked for politely: not more often than this. */
const LEAST_MINUTES = 5;
const MOST_MINUTES = 60 * 24 * 31;

export type SourcesService = ReturnType<typeof createSourcesService>;

/** Addresses that catalogs are imported from on a schedule. */
export function createSourcesService(deps: SourcesDeps) {
  const { database, jobs, clock } = deps;
  const { prisma } = database;

  async function requireSource(id: string): Promise<store.SourceWithRun> {
    const source = UUID.test(id) ? await store.findSource(prisma, id) : null;
    if (!source) throw notFound('import source', id);
    return source;
  }

  /**
   * Everything that can be known to be wrong without fetching is said now.
   * @throws BAD_INPUT, ADDRESS_INVALID, ADDRESS_REFUSED; CONFLICT when the catalog has it
   */
  async function create(input: SourceInput): Promise<ImportSource> {
    const { address, everyMinutes, mapping, catalog: name, ...options } = input;
    const catalog = checkCatalogName(name);
    checkAddress(address, { allowHosts: deps.env.fetchAllowHosts });
    checkInterval(everyMinutes);
    if (await store.findSourceOf(prisma, catalog, address)) {
      const message = `${catalog} is imported from this address already.`;
      throw new AppError('CONFLICT', message, { field: 'address' });
    }
    return store.createSource(prisma, catalog, {
      ...{ address, everyMinutes, nextAt: clock() },
      ...(mapping ? { mapping: mapping as unknown as Prisma.InputJsonObject } : {}),
      format: options.format ?? null,
      encoding: options.encoding ?? null,
      policy: options.policy ?? 'IGNORE_FAILED',
      removal: options.removal ?? 'KEEP',
      allowLargeRemoval: options.allowLargeRemoval ?? false,
    });
  }

  async function update(id: string, change: SourceChange): Promise<ImportSource> {
    await requireSource(id);
    const { everyMinutes, enabled } = change;
    if (everyMinutes) checkInterval(everyMinutes);
    return store.updateSource(prisma, id, {
      ...(everyMinutes ? { everyMinutes, nextAt: minutesAfter(clock(), everyMinutes) } : {}),
      ...(enabled === null || enabled === undefined ? {} : { enabled }),
    });
  }

  /**
   * Fetches the feed of a source, and starts its import unless it is as it was at the last one that
   * went through. What goes wrong is noted, and thrown.
   * @returns the source with the run that was started
   */
  async function run(id: string): Promise<store.SourceWithRun> {
    const source = await requireSource(id);
    const { lastRun } = source;
    // The one that is under way has the feed as it was a moment ago.
    if (lastRun?.status === 'QUEUED' || lastRun?.status === 'RUNNING') return source;
    const noted = { lastAt: clock(), errorCode: null, error: null };
    try {
      const { path } = await fetchFeed(deps.fetcher, source.address, deps.storage.feedsDir);
      const contentSha256 = await hashOf(path);
      if (contentSha256 === source.contentSha256 && lastRun?.status === 'SUCCEEDED') {
        await store.updateSource(prisma, id, { ...noted, lastOutcome: 'UNCHANGED' });
      } else {
        const started = await deps.startImport({ ...importOf(source), copy: path });
        const done = { lastOutcome: 'IMPORTED', contentSha256, lastRunId: started.id } as const;
        await store.updateSource(prisma, id, { ...noted, ...done });
      }
    } catch (error) {
      const { code, message } = describeError(error);
      const failed = { lastOutcome: 'FAILED', errorCode: code, error: message } as const;
      await store.updateSource(prisma, id, { ...noted, ...failed });
      throw error;
    }
    return requireSource(id);
  }

  return {
    create,
    update,
    run,
    require: requireSource,
    list: (catalogId?: string) => store.listSources(prisma, catalogId),
    runsByIds: (ids: readonly string[]) => store.runsByIds(prisma, ids),

    /** Has the worker run a source now, also one that is paused. */
    async ask(id: string): Promise<ImportSource> {
      const source = await requireSource(id);
      await jobs.send('catalog.source', { id });
      return source;
    },

    /** Its imports and products stay. */
    async remove(id: string): Promise<void> {
      await requireSource(id);
      await store.deleteSource(prisma, id);
    },

    /** Has the worker run every source whose time has come. @returns how many */
    async askDue(): Promise<number> {
      const due = await store.takeDue(database, clock());
      for (const id of due) await jobs.send('catalog.source', { id });
      return due.length;
    },
  };
}

function importOf(source: store.SourceWithRun): ImportInput {
  const { address, encoding, policy, removal, allowLargeRemoval } = source;
  return {
    ...{ address, encoding, policy, removal, allowLargeRemoval },
    catalog: source.catalog.name,
    format: source.format as FeedFormat | null,
    mapping: source.mapping as unknown as ColumnMapping | null,
  };
}

function checkInterval(minutes: number): void {
  if (Number.isInteger(minutes) && minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES) return;
  const message = `everyMinutes must be a whole number of ${LEAST_MINUTES} to ${MOST_MINUTES}.`;
  throw badInput('everyMinutes', message, { value: minutes });
}

const minutesAfter = (time: Date, minutes: number) => new Date(time.getTime() + minutes * 60_000);

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
