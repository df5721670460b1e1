import { UUID } from '../../database/uuid.ts';
import type { ServiceDeps } from '../../deps.ts';
import { AppError, badInput, notFound } from '../../errors.ts';
import { checkAddress } from '../../fetch/checkAddress.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { ImportsService } from '../imports/service.ts';
import { checkCatalogName, type ImportInput } from '../imports/startImport.ts';
import { fetchSource } from './fetchSource.ts';
import type { ImportSource, SourceWithRun } from './importSource.ts';
import { createSourcesStore, type SourcesStore } from './store.ts';

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

interface SourcesDeps extends ServiceDeps {
  readonly fetcher: Fetcher;
  readonly imports: Pick<ImportsService, 'start'>;
}

interface StoreDeps extends SourcesDeps {
  readonly sources: SourcesStore;
}

/** Feeds are asked for politely: not more often than this. */
const LEAST_MINUTES = 5;
const MOST_MINUTES = 60 * 24 * 31;

/** Addresses that catalogs are imported from on a schedule. */
export function createSourcesService(given: SourcesDeps) {
  const sources = createSourcesStore(given.database);
  const deps = { ...given, sources, startImport: given.imports.start };
  const { jobs, clock } = given;

  async function require(id: string): Promise<SourceWithRun> {
    const source = UUID.test(id) ? await sources.find(id) : null;
    if (!source) throw notFound('import source', id);
    return source;
  }

  return {
    require,
    list: sources.list,
    create: (input: SourceInput): Promise<ImportSource> => createSource(deps, input),

    /** @throws NOT_FOUND, BAD_INPUT */
    async update(id: string, change: SourceChange): Promise<ImportSource> {
      await require(id);
      return updateSource(deps, id, change);
    },

    /** Its imports and products stay. */
    async delete(id: string): Promise<void> {
      await require(id);
      await sources.delete(id);
    },

    /** See fetchSource. @returns the source with the run that was started */
    async fetch(id: string): Promise<SourceWithRun> {
      await fetchSource(deps, await require(id));
      return require(id);
    },

    /** Has the worker fetch a source now, also one that is paused. */
    async enqueue(id: string): Promise<ImportSource> {
      const source = await require(id);
      await jobs.send('catalog.source', { id });
      return source;
    },

    /** Has the worker fetch every source whose time has come. */
    async enqueueDue(): Promise<void> {
      for (const id of await sources.takeDue(clock())) await jobs.send('catalog.source', { id });
    },
  };
}

/**
 * Everything that can be known to be wrong without fetching is said now.
 * @throws BAD_INPUT, ADDRESS_INVALID, ADDRESS_REFUSED; CONFLICT when the catalog has it
 */
async function createSource(
  { sources, env, clock }: StoreDeps,
  input: SourceInput,
): Promise<ImportSource> {
  const { address, everyMinutes, format, encoding, mapping } = input;
  const catalog = checkCatalogName(input.catalog);
  checkAddress(address, { allowHosts: env.fetchAllowHosts });
  checkInterval(everyMinutes);
  if (await sources.has(catalog, address)) {
    const message = `${catalog} is imported from this address already.`;
    throw new AppError('CONFLICT', message, { field: 'address' });
  }
  return sources.create(catalog, {
    ...{ address, everyMinutes, nextAt: clock() },
    ...{ format: format ?? null, encoding: encoding ?? null, mapping: mapping ?? null },
    policy: input.policy ?? 'IGNORE_FAILED',
    removal: input.removal ?? 'KEEP',
    allowLargeRemoval: input.allowLargeRemoval ?? false,
  });
}

async function updateSource(
  { sources, clock }: StoreDeps,
  id: string,
  { everyMinutes, enabled }: SourceChange,
): Promise<ImportSource> {
  if (everyMinutes) checkInterval(everyMinutes);
  return sources.update(id, {
    ...(everyMinutes ? { everyMinutes, nextAt: minutesAfter(clock(), everyMinutes) } : {}),
    ...(enabled === null || enabled === undefined ? {} : { enabled }),
  });
}

function checkInterval(minutes: number): void {
  if (Number.isInteger(minutes) && minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES) return;
  const message = `everyMinutes must be a whole number of ${LEAST_MINUTES} to ${MOST_MINUTES}.`;
  throw badInput('everyMinutes', message, { value: minutes });
}

const minutesAfter = (time: Date, minutes: number) => new Date(time.getTime() + minutes * 60_000);
