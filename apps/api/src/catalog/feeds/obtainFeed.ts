import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { badInput } from '../../errors.ts';
import { fileHead } from './files/bytes.ts';
import { isZip, unpackZip } from './files/zip.ts';
import type { Feed } from './format.ts';
import { type FeedHints, identifyFeed } from './identifyFeed.ts';
import { readFolder } from './readers/folder.ts';

/** A feed at hand, with where its images are if it brings them along. */
export interface ObtainedFeed {
  readonly feed: Feed;
  /** Folder that image names of the feed are relative to; null when it came alone. */
  readonly imageDirectory: string | null;
  /** Changes when the feed does. */
  readonly stamp: string;
}

const FEED_FILE = /\.(csv|tsv|txt|xml|rss|atom|json|jsonl|ndjson)(\.gz)?$/i;

/**
 * Makes a feed ready to be read: a zip is unpacked, in a folder the feed is looked for.
 * @param workDirectory where unpacked zips are kept
 * @throws AppError BAD_INPUT, LIMIT_EXCEEDED
 */
export async function obtainFeed(
  path: string,
  workDirectory: string,
  hints: FeedHints = {},
): Promise<ObtainedFeed> {
  const info = await stat(path).catch(() => undefined); // removed, or an upload of days ago
  if (info === undefined) {
    throw badInput('feed', 'The feed is not there any more; hand it in again.');
  }
  if (info.isDirectory()) return feedInFolder(path, hints);
  const stamp = `${info.size} ${info.mtimeMs}`;
  if (!isZip(await fileHead(path, 4))) {
    return { feed: await identifyFeed(path, hints), imageDirectory: null, stamp };
  }
  const directory = await unpackZip(path, join(workDirectory, keyOf(path, stamp)));
  return { ...(await feedInFolder(directory, hints)), stamp };
}

/** The one feed file of a folder, or the folder itself as images by class. */
async function feedInFolder(directory: string, hints: FeedHints): Promise<ObtainedFeed> {
  const file = hints.format === 'FOLDER' ? undefined : await findFeedFile(directory);
  if (file !== undefined) {
    const { size, mtimeMs } = await stat(file);
    const feed = await identifyFeed(file, hints);
    return { feed, imageDirectory: dirname(file), stamp: `${size} ${mtimeMs}` };
  }
  const feed = await identifyFeed(directory, { ...hints, format: undefined });
  return { feed, imageDirectory: directory, stamp: await folderStamp(directory) };
}

/** Looks in the folder and one level below, because archives often hold one folder. */
async function findFeedFile(directory: string): Promise<string | undefined> {
  const entries = await readdir(directory, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const levels = [[directory], folders.map((name) => join(directory, name))];
  for (const level of levels) {
    const found: string[] = [];
    for (const folder of level) found.push(...(await feedFilesOf(folder)));
    if (found.length > 1) throw severalFeeds(directory, found);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

async function feedFilesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(
      (entry) => entry.isFile() && FEED_FILE.test(entry.name) && !/^[._]|readme/i.test(entry.name),
    )
    .map(({ name }) => join(folder, name))
    .toSorted();
}

function severalFeeds(directory: string, found: readonly string[]) {
  const names = found.map((path) => path.slice(directory.length + 1)).join(', ');
  return badInput('feed', `Several files there could be the feed (${names}); leave one.`);
}

async function folderStamp(directory: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const { values } of readFolder(directory)) hash.update(`${values.get('image')}\n`);
  return hash.digest('hex');
}

const keyOf = (path: string, stamp: string) =>
  createHash('sha256').update(`${path}\n${stamp}`).digest('hex').slice(0, 32);
