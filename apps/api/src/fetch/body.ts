import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FetchError } from './fetchErrors.ts';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The bytes of an answer, unpacked and never more than `maxBytes`: neither of what travels nor of
 * what it unpacks to, so that a small bomb and an endless stream both end here.
 * @throws FetchError FETCH_TOO_LARGE; FETCH_FAILED for an encoding that was not asked for
 */
export function boundedBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
): AsyncIterable<Buffer> {
  const name = encoding?.trim().toLowerCase() || 'identity';
  if (name === 'identity') return bounded(body, maxBytes);
  const decoder = DECODERS[name];
  if (decoder === undefined) {
    body.destroy();
    throw new FetchError('FETCH_FAILED', `The answer is packed as "${name.slice(0, 40)}".`);
  }
  const unpacked = decoder();
  // What goes wrong on either side ends the iteration over `unpacked`.
  pipeline(
    body,
    (source: AsyncIterable<Buffer>) => bounded(source, maxBytes),
    unpacked,
    () => {},
  );
  return bounded(unpacked, maxBytes);
}

async function* bounded(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

export function tooLarge(maxBytes: number): FetchError {
  const size = maxBytes >= 1048576 ? `${Math.round(maxBytes / 1048576)} MiB` : `${maxBytes} bytes`;
  const message = `The answer is larger than ${size}.`;
  return new FetchError('FETCH_TOO_LARGE', message, { details: { limit: maxBytes } });
}
