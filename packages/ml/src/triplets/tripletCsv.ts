import { parse } from 'csv-parse/sync';
import { readLines } from './lines.ts';

export type TripletRowIssueCode =
  | 'WRONG_FIELD_COUNT'
  | 'EMPTY_FIELD'
  | 'BAD_EXTENSION'
  | 'BAD_QUOTES'
  | 'UNSAFE_PATH'
  | 'SAME_IMAGE'
  | 'LOOKS_LIKE_HEADER';

export interface TripletRow {
  /** Line of the file, from 1, as a text editor counts. */
  row: number;
  query: string;
  positive: string;
  negative: string;
}

export interface TripletRowIssue {
  row: number;
  issue: { code: TripletRowIssueCode; message: string };
}

const EXTENSION = /\.(jpe?g|png|bmp|ppm|webp|gif|avif|heic|tiff?)$/i;
const NAMES = ['query', 'positive', 'negative'] as const;

/**
 * Reads the published format: no header, one `query,positive,negative` of image names a line.
 * Takes a stream of bytes or text, or the text itself (not a path). CRLF, a byte order mark, blank
 * lines and a trailing newline are all right; names may be quoted and may hold folders. Each bad
 * line is yielded as an issue with its number and reading goes on. Lines are parsed one by one, not
 * the file at once: image names hold no line breaks, and so a stray quote costs one row instead of
 * swallowing the rest. Throws `TRIPLETS_INVALID` only for a line too long to be one.
 */
export async function* readTripletCsv(
  input: NodeJS.ReadableStream | string,
): AsyncGenerator<TripletRow | TripletRowIssue> {
  let row = 0;
  let isFirst = true;
  for await (const line of readLines(input)) {
    row++;
    if (line.trim() === '') continue;
    yield readRow(line, row, isFirst);
    isFirst = false;
  }
}

function readRow(line: string, row: number, isFirst: boolean): TripletRow | TripletRowIssue {
  const problem = (code: TripletRowIssueCode, message: string) => ({
    row,
    issue: { code, message },
  });
  const fields = splitFields(line);
  if (!fields) return problem('BAD_QUOTES', `The quotes do not pair up: ${excerpt(line)}`);
  if (isFirst && looksLikeHeader(fields)) {
    return problem('LOOKS_LIKE_HEADER', `Skipped: this is a header, not images: ${excerpt(line)}`);
  }
  if (fields.length !== 3) {
    return problem(
      'WRONG_FIELD_COUNT',
      `Expected query, positive and negative, found ${fields.length} field(s): ${excerpt(line)}`,
    );
  }
  const [query, positive, negative] = fields as [string, string, string];
  for (const [i, value] of fields.entries()) {
    if (value === '') return problem('EMPTY_FIELD', `The ${NAMES[i]} is empty.`);
    if (isUnsafe(value)) {
      return problem('UNSAFE_PATH', `The ${NAMES[i]} points outside the images: ${excerpt(value)}`);
    }
    if (!EXTENSION.test(value)) {
      return problem('BAD_EXTENSION', `The ${NAMES[i]} is not an image name: ${excerpt(value)}`);
    }
  }
  if (query === positive || query === negative || positive === negative) {
    return problem('SAME_IMAGE', 'A triplet needs three different images.');
  }
  return { row, query, positive, negative };
}

function splitFields(line: string): string[] | null {
  if (!line.includes('"')) return line.split(',').map((field) => field.trim());
  try {
    const records: string[][] = parse(line, { relax_column_count: true, trim: true });
    return records[0] ?? null;
  } catch (error) {
    // csv-parse marks what it finds wrong in the text with a code; anything else is our mistake.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** A header names columns; data names files, so at least one field has a file extension. */
function looksLikeHeader(fields: readonly string[]): boolean {
  return fields.length > 1 && fields.every((field) => /^[a-z][a-z _-]*$/i.test(field));
}

/** Absolute, or climbing out of the folder of images. */
function isUnsafe(name: string): boolean {
  return /^([a-z]:)?[\\/]/i.test(name) || name.split(/[\\/]/).includes('..') || name.includes('\0');
}

function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
