import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError, badInput } from '../../../errors.ts';

const CHUNK_BYTES = 256 * 1024;
/** A gzip that grows beyond this, and by more than this factor, is made to fill disks. */
const FREE_BYTES = 256 * 1024 * 1024;
const MAX_GROWTH = 200;

/**
 * The bytes of a feed, unpacked, in constant memory.
 * @throws AppError BAD_INPUT for a damaged gzip, LIMIT_EXCEEDED for one that grows without measure
 */
export async function* feedBytes(path: string, gzip: boolean): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  // The error reaches the loop below through the last stream.
  const source: Readable = gzip ? pipeline(file, createGunzip(), () => undefined) : file;
  let bytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (gzip && bytes > FREE_BYTES && bytes > file.bytesRead * MAX_GROWTH) throw bomb();
      yield chunk;
    }
  } catch (error) {
    throw isZlibError(error) ? damaged() : error;
  } finally {
    source.destroy();
    file.destroy();
  }
}

/** The first bytes of a file as it lies on disk. */
export async function fileHead(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function damaged(): AppError {
  return badInput('feed', 'The gzip file is damaged or cut off; fetch it again.');
}

function bomb(): AppError {
  const message = `The gzip file unpacks to more than ${MAX_GROWTH} times its size; unpack it yourself if it is meant so.`;
  return new AppError('LIMIT_EXCEEDED', message, { field: 'feed' });
}
