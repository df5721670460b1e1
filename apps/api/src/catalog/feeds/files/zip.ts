import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { AppError, badInput } from '../../../errors.ts';

const MAX_ENTRIES = 500_000;
const MAX_BYTES = 20 * 1024 ** 3;
/** An entry that grows beyond this, and by more than this factor, is made to fill disks. */
const FREE_BYTES = 16 * 1024 * 1024;
const MAX_GROWTH = 200;
const MAX_NAME = 1000;
const WANTED =
  /\.(csv|tsv|txt|xml|rss|atom|json|jsonl|ndjson|gz|jpe?g|png|webp|gif|tiff?|avif|bmp)$/i;
const PASSED_OVER = /(^|\/)(\.|__MACOSX(\/|$))/;

export const isZip = (head: Buffer): boolean =>
  head.length >= 4 && head.readUInt32LE(0) === 0x04034b50;

/**
 * Unpacks the feed and the images of a zip into a folder, whole or not at all; what was unpacked
 * there before is used again. Names that lead out of it, links and encrypted entries are refused,
 * and so is what grows without measure.
 * @returns the folder
 * @throws AppError BAD_INPUT for a damaged or hostile archive, LIMIT_EXCEEDED for one too large
 */
export async function unpackZip(path: string, directory: string): Promise<string> {
  const isThere = await stat(directory).catch(() => undefined); // not unpacked before
  const now = new Date();
  if (isThere?.isDirectory()) {
    await utimes(directory, now, now); // it is in use: see deleteOldFeeds
    return directory;
  }
  const aside = `${directory}.${process.pid}.tmp`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true });
  try {
    await unpackInto(path, aside);
    await rename(aside, directory);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another process unpacked the same archive meanwhile.
    if (isOccupied(error)) return directory;
    throw error;
  }
  return directory;
}

async function unpackInto(path: string, directory: string): Promise<void> {
  const zip = await opened(path);
  const budget = { bytes: MAX_BYTES };
  try {
    if (zip.entryCount > MAX_ENTRIES) throw tooLarge(`more than ${MAX_ENTRIES} files`);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || PASSED_OVER.test(entry.fileName)) continue;
      if (!WANTED.test(entry.fileName)) continue;
      await unpackEntry(zip, entry, directory, budget);
    }
  } catch (error) {
    throw error instanceof AppError || isSystemError(error) ? error : damaged(error);
  } finally {
    zip.close();
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    // strictFileNames and its validation refuse "..", absolute names and backslashes.
    return await openPromise(path, { autoClose: false, strictFileNames: true });
  } catch (error) {
    throw isSystemError(error) ? error : damaged(error);
  }
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  directory: string,
  budget: { bytes: number },
): Promise<void> {
  const name = entry.fileName;
  if (name.length > MAX_NAME) throw refused(name, 'its name is too long');
  if (entry.isEncrypted()) throw refused(name, 'it is encrypted');
  // Upper half of the attributes: the mode on Unix; 0o120000 is a link.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) {
    throw refused(name, 'it is a link');
  }
  const target = join(directory, name);
  await mkdir(dirname(target), { recursive: true });
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      budget.bytes -= chunk.length;
      if (budget.bytes < 0) return done(tooLarge(`more than ${MAX_BYTES} bytes`));
      const grows = bytes > FREE_BYTES && bytes > entry.compressedSize * MAX_GROWTH;
      return grows
        ? done(tooLarge(`${name} unpacks to ${MAX_GROWTH} times its size`))
        : done(null, chunk);
    },
  });
  await pipeline(
    await zip.openReadStreamPromise(entry),
    measure,
    createWriteStream(target, { flags: 'wx' }),
  );
  // An image counts as changed when its time does: it must not be the time of unpacking.
  const time = entry.getLastModDate();
  await utimes(target, time, time);
}

function refused(name: string, reason: string): AppError {
  return badInput('feed', `The zip is refused because of ${name.slice(0, 200)}: ${reason}.`);
}

function tooLarge(what: string): AppError {
  const message = `The zip is too large: ${what}. Give the feed and its images as a folder instead.`;
  return new AppError('LIMIT_EXCEEDED', message, { field: 'feed' });
}

function damaged(error: unknown): AppError {
  const reason = error instanceof Error ? error.message : String(error);
  return badInput('feed', `The zip can not be unpacked: ${reason}`);
}

/** Of the disk, not of the archive: a name that can not be a file is the archive's. */
const DISK_CODES: ReadonlySet<unknown> = new Set(
  'ENOSPC EDQUOT EIO EACCES EPERM EROFS EMFILE ENFILE ENOENT'.split(' '),
);

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && DISK_CODES.has(error.code);
}

function isOccupied(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EEXIST' || code === 'ENOTEMPTY';
}
