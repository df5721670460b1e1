import { isWarning, type ProductDraft, type RowIssue } from '../feeds/productDraft.ts';
import { findImages, type ImageSources } from '../images/findImages.ts';
import { openRemoteImages } from '../images/remoteImages.ts';
import type { ImportTask } from './importTask.ts';
import { IMAGES_AT_ONCE, mapConcurrently } from './mapConcurrently.ts';
import { readBatches } from './readBatches.ts';
import { checkImages, rowIssues } from './rowImages.ts';

/**
 * What is wrong with the image files and data: URIs of a feed, before anything is written; see
 * checkImages.
 */
export async function checkFeedImages(task: ImportTask): Promise<RowIssue[]> {
  const { run, feed, signal } = task;
  const remote = openRemoteImages(task, new Map(), task.clock(), signal);
  const sources = { directory: run.imageDirectory, remote };
  const issues: RowIssue[] = [];
  for await (const batch of readBatches(feed, run.mapping, 'IGNORE_FAILED')) {
    signal.throwIfAborted();
    const found = await mapConcurrently(batch.drafts, IMAGES_AT_ONCE, (draft) =>
      issuesOf(sources, draft),
    );
    issues.push(...found.flat().filter(({ code }) => !isWarning(code)));
  }
  return issues;
}

async function issuesOf(sources: ImageSources, draft: ProductDraft): Promise<RowIssue[]> {
  return rowIssues(draft, await checkImages(await findImages(sources, draft.images)));
}
