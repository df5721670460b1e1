import type { ImportRun } from '../../../../../prisma/client/client.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Feed } from '../feeds/format.ts';
import type { ColumnMapping } from '../feeds/mapping.ts';
import type { ProductDraft, RowIssue } from '../feeds/readProduct.ts';
import { findImages, type ImageSources } from '../images/findImages.ts';
import { openRemoteImages } from '../images/remoteImages.ts';
import { mapConcurrently } from './mapConcurrently.ts';
import { readBatches } from './readBatches.ts';
import { checkImages, rowIssues } from './rowImages.ts';

const IMAGES_AT_ONCE = 6;

interface ProofTask {
  readonly run: ImportRun;
  readonly feed: Feed;
  readonly fetcher: Fetcher;
  readonly storage: Storage;
  readonly clock: () => Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What is wrong with the image files and data: URIs of a feed, before anything is written; see
 * checkImages.
 */
export async function checkFeedImages(task: ProofTask): Promise<RowIssue[]> {
  const { run, feed, signal } = task;
  const remote = openRemoteImages(task, new Map(), task.clock(), signal);
  const sources = { directory: run.imageDirectory, remote };
  const issues: RowIssue[] = [];
  const mapping = run.mapping as unknown as ColumnMapping;
  for await (const batch of readBatches(feed, mapping, 'IGNORE_FAILED')) {
    if (signal?.aborted) break; // the caller looks at the signal too
    const found = await mapConcurrently(batch.drafts, IMAGES_AT_ONCE, (draft) =>
      faultsOf(sources, draft),
    );
    issues.push(...found.flat());
  }
  return issues;
}

async function faultsOf(sources: ImageSources, draft: ProductDraft): Promise<RowIssue[]> {
  return rowIssues(draft, await checkImages(await findImages(sources, draft.images)));
}
