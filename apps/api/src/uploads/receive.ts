import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../errors.ts';

export interface Received {
  readonly sha256: string;
  readonly bytes: number;
  /** The first bytes, to see what kind of file it is. */
  readonly head: Buffer;
}

const HEAD_BYTES = 4096;

/**
 * Writes a request body to `path`, all of it or nothing.
 * @param check looks at what came before the file takes its place; throws to refuse it
 * @throws AppError LIMIT_EXCEEDED when more than maxBytes come; what was written is removed
 */
export async function receiveFile(
  body: NodeJS.ReadableStream,
  path: string,
  maxBytes: number,
  check: (received: Received) => void,
): Promise<Received> {
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  let head = Buffer.alloc(0);
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) return done(tooLarge(maxBytes));
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(body, measure, createWriteStream(part, { flags: 'wx' }));
    const received = { sha256: hash.digest('hex'), bytes, head };
    check(received);
    await rename(part, path);
    return received;
  } catch (error) {
    if (isOccupied(error)) throw new AppError('CONFLICT', 'This upload is already under way.');
    await rm(part, { force: true });
    throw error;
  }
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError('LIMIT_EXCEEDED', `The file is larger than ${maxBytes} bytes.`, { maxBytes });
}

function isOccupied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
