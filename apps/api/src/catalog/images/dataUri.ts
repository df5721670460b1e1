import { AppError } from '../../errors.ts';

/**
 * The bytes in a data: URI (RFC 2397), whatever type it says they have.
 * @throws AppError IMAGE_CORRUPT when nothing can be read out of it
 */
export function readDataUri(uri: string): Buffer {
  const comma = uri.indexOf(',');
  if (comma < 0) throw unreadable();
  // Bytes are percent-encoded one by one, not as UTF-8.
  const text = uri
    .slice(comma + 1)
    .replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  if (!/;\s*base64\s*$/i.test(uri.slice(0, comma))) return Buffer.from(text, 'latin1');
  const compact = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(compact)) throw unreadable();
  return Buffer.from(compact, 'base64');
}

function unreadable(): AppError {
  return new AppError('IMAGE_CORRUPT', 'The data: address holds no bytes that can be read.');
}
