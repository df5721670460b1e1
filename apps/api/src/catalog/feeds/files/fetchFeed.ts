import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetcher } from '../../../fetch/fetcher.ts';
import { openFeedAddress } from '../../../fetch/openFeedAddress.ts';
import type { Validators } from '../../../fetch/request.ts';
import { writeAtomically } from '../../../storage/atomic.ts';

export interface FetchedFeed {
  /** The copy here; it never changes, a later fetch makes another. */
  readonly path: string;
  /** False when the copy of an earlier fetch is what the server still has. */
  readonly isNew: boolean;
}

interface Copy {
  readonly path: string;
  readonly validators: Validators;
}

/**
 * Brings the feed at an address here. A feed that did not change since the last fetch is not
 * transferred again, as long as its copy is there (see deleteOldFeeds).
 * @param workDirectory where copies are kept
 * @throws AppError, see Fetcher
 */
export async function fetchFeed(
  fetcher: Fetcher,
  address: string,
  workDirectory: string,
): Promise<FetchedFeed> {
  await mkdir(workDirectory, { recursive: true });
  const notePath = join(workDirectory, `${hashOf(address)}.json`);
  const last = await lastCopy(notePath);
  const path = join(workDirectory, `${randomUUID()}.feed`);
  const answer = await openFeedAddress(fetcher, address, path, last?.validators);
  if (!answer.changed && last) return { path: last.path, isNew: false };
  if (answer.changed) {
    const copy: Copy = { path, validators: answer.validators };
    await writeAtomically(notePath, Buffer.from(JSON.stringify(copy)));
  }
  return { path, isNew: true };
}

/** Paths of the copies that a later fetch may find unchanged. */
export async function lastCopies(workDirectory: string): Promise<Set<string>> {
  const names = await readdir(workDirectory).catch(() => []); // nothing was fetched yet
  const notes = names.filter((name) => name.endsWith('.json'));
  const copies = await Promise.all(notes.map((name) => lastCopy(join(workDirectory, name))));
  return new Set(copies.flatMap((copy) => copy?.path ?? []));
}

/** The copy of the last fetch; undefined when there is none any more. */
async function lastCopy(notePath: string): Promise<Copy | undefined> {
  const text = await readFile(notePath, 'utf8').catch(() => undefined); // never fetched
  if (text === undefined) return undefined;
  const copy = JSON.parse(text) as Copy;
  return access(copy.path).then(
    () => copy,
    () => undefined,
  );
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
