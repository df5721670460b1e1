import { StringDecoder } from 'node:string_decoder';
import { MlError } from '../errors.ts';

const MAX_LINE = 16_384;

/**
 * Lines of UTF-8 text without their LF or CRLF, and without a byte order mark; memory stays flat.
 * Throws `TRIPLETS_INVALID` for a line no list of names would have (somebody sent another file).
 */
export async function* readLines(input: NodeJS.ReadableStream | string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const chunks = typeof input === 'string' ? [input] : input;
  let rest = '';
  let count = 0;
  let atStart = true;
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.write(chunk);
    if (atStart && rest !== '') {
      rest = rest.replace(/^\uFEFF/, '');
      atStart = false;
    }
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield withoutReturn(line, ++count);
    if (rest.length > MAX_LINE) withoutReturn(rest, count + 1);
  }
  rest += decoder.end();
  if (rest !== '') yield withoutReturn(rest, count + 1);
}

function withoutReturn(line: string, row: number): string {
  if (line.length > MAX_LINE) {
    throw new MlError(
      'TRIPLETS_INVALID',
      `Row ${row} is longer than ${MAX_LINE} characters: this is not a list of triplets.`,
      { row },
    );
  }
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
