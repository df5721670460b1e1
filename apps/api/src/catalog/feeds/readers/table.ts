import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type AppError, badInput } from '../../../errors.ts';
import { feedBytes } from '../files/bytes.ts';
import { decodeText } from '../files/decode.ts';
import type { Feed } from '../format.ts';
import { type FeedRecord, type RecordProblem, storable, Values } from './record.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const MAX_RECORD_CHARACTERS = 1024 * 1024;

type TableFeed = Pick<Feed, 'path' | 'gzip' | 'encoding' | 'delimiter'>;

/**
 * Reads a table with header row by row and in constant memory. CRLF and blank lines are fine, and
 * so are quotes within a field that is not quoted.
 * @param rename what a column is called from here on
 * @throws AppError BAD_INPUT naming the line where the file stops being a table
 */
export async function* readTable(
  feed: TableFeed,
  rename: (column: string) => string = (column) => column,
): AsyncGenerator<FeedRecord> {
  let header: string[] | undefined;
  let row = 0;
  for await (const fields of rowsOf(feed)) {
    row += 1;
    if (header === undefined) header = headerOf(fields).map(rename);
    else yield tableRecord(row, fields, header);
  }
  if (header === undefined) throw noHeader();
}

/** The header alone. */
export async function readHeader(feed: TableFeed): Promise<string[]> {
  for await (const fields of rowsOf(feed)) return headerOf(fields);
  throw noHeader();
}

/** The delimiter that the first line has most of. */
export function sniffDelimiter(text: string): string {
  const [line = ''] = text.trimStart().split(/\r?\n|\r/, 1);
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

async function* rowsOf(feed: TableFeed): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter: feed.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const text = Readable.from(decodeText(feedBytes(feed.path, feed.gzip), feed.encoding));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    for await (const fields of parser as AsyncIterable<string[]>) yield fields;
  } catch (error) {
    throw error instanceof CsvError ? notATable(error) : error;
  } finally {
    text.destroy();
  }
}

const headerOf = (fields: readonly string[]) => fields.map((name) => storable(name.trim()));

function tableRecord(
  row: number,
  fields: readonly string[],
  header: readonly string[],
): FeedRecord {
  const values = new Values();
  for (const [index, column] of header.entries()) values.add(column, fields[index] ?? '');
  return { row, rows: 1, values, problems: problemsOf(row, fields, header) };
}

function problemsOf(
  row: number,
  fields: readonly string[],
  header: readonly string[],
): RecordProblem[] {
  if (fields.length === header.length) return [];
  const message = `The row has ${fields.length} fields, the header ${header.length}.`;
  return [{ row, code: 'WRONG_FIELD_COUNT', message, fatal: true }];
}

function noHeader(): AppError {
  return badInput('feed', 'The CSV is empty: it has no header.');
}

function notATable(error: CsvError): AppError {
  const line = typeof error.lines === 'number' ? error.lines : undefined;
  const where = line === undefined ? '' : ` near line ${line}`;
  return badInput('feed', `The file is not valid CSV${where}: ${error.message}`, { line });
}
