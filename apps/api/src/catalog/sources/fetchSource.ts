import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { describeError } from '../../errors.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import { hasEnded } from '../../jobs/jobRow.ts';
import type { Storage } from '../../storage/storage.ts';
import { fetchFeed } from '../feeds/files/fetchFeed.ts';
import type { ImportRun } from '../imports/importRun.ts';
import type { ImportInput } from '../imports/startImport.ts';
import type { SourceWithRun } from './importSource.ts';
import type { SourcesStore } from './store.ts';

export interface FetchSourceDeps {
  readonly storage: Pick<Storage, 'feedsDir'>;
  readonly fetcher: Fetcher;
  readonly clock: () => Date;
  readonly sources: SourcesStore;
  readonly startImport: (input: ImportInput) => Promise<ImportRun>;
}

/**
 * Fetches the feed of a source, and starts its import unless it is as it was at the last one that
 * went through. What came of it is noted; what went wrong also thrown.
 */
export async function fetchSource(deps: FetchSourceDeps, source: SourceWithRun): Promise<void> {
  const { sources, clock } = deps;
  const { id, lastRun } = source;
  // The one that is under way has the feed as it was a moment ago.
  if (lastRun && !hasEnded(lastRun)) return;
  const noted = { lastAt: clock(), errorCode: null, error: null };
  try {
    const { path } = await fetchFeed(deps.fetcher, source.address, deps.storage.feedsDir);
    const contentSha256 = await hashOf(path);
    if (contentSha256 === source.contentSha256 && lastRun?.status === 'SUCCEEDED') {
      await sources.update(id, { ...noted, lastOutcome: 'UNCHANGED' });
      return;
    }
    const { id: lastRunId } = await deps.startImport({ ...importOf(source), copy: path });
    await sources.update(id, { ...noted, lastOutcome: 'IMPORTED', contentSha256, lastRunId });
  } catch (error) {
    const { code, message } = describeError(error);
    const failed = { lastOutcome: 'FAILED', errorCode: code, error: message } as const;
    await sources.update(id, { ...noted, ...failed });
    throw error;
  }
}

function importOf(source: SourceWithRun): ImportInput {
  const { address, encoding, policy, removal, allowLargeRemoval, format, mapping } = source;
  const given = { address, encoding, policy, removal, allowLargeRemoval, format, mapping };
  return { ...given, catalog: source.catalog.name };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
