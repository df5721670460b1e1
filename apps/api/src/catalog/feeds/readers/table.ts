import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type AppError, badInput } from '../../../errors.ts';
import { feedBytes } from '../files/bytes.ts';
import { decodeText } from '../files/decode.ts';
import type { Feed } from '../format.ts';
import {
  brokenRecord,
  type FeedRecord,
  MAX_RECORD_CHARACTERS,
  type RecordProblem,
  storable,
  Values,
} from './record.ts';
import { swallowedRows } from './swallowed.ts';

type TableFeed = Pick<Feed, 'path' | 'gzip' | 'encoding' | 'delimiter' | 'skipLines'>;

/**
 * Reads a table with header row by row and in constant memory. CRLF is fine, and so are quotes
 * within a field that is not quoted, cells that are left out at the end of a row, and empty ones
 * beyond the header. Rows without any value are none, but are counted as a spreadsheet does.
 * @param rename what a column is called from here on
 * @throws AppError BAD_INPUT naming the line where the file stops being a table
 */
export async function* readTable(
  feed: TableFeed,
  rename: (column: string) => string = (column) => column,
): AsyncGenerator<FeedRecord> {
  let header: string[] | undefined;
  for await (const { row, fields } of rowsOf(feed)) {
    if (header === undefined) header = headerOf(fields).map(rename);
    else yield tableRecord(row, fields, header, feed.delimiter);
  }
  if (header === undefined) throw noHeader();
}

/** The header alone; a name may stand in it twice. */
export async function readHeader(feed: TableFeed): Promise<string[]> {
  for await (const { fields } of rowsOf(feed)) return headerOf(fields);
  throw noHeader();
}

interface Row {
  readonly row: number;
  readonly fields: readonly string[];
}

/** The header and the rows below it that hold anything. */
async function* rowsOf(feed: TableFeed): AsyncGenerator<Row> {
  const parser = parse({
    delimiter: feed.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const whole = decodeText(feedBytes(feed.path, feed.gzip), feed.encoding);
  const text = Readable.from(afterLines(whole, feed.skipLines));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let row = feed.skipLines;
  try {
    for await (const fields of parser as AsyncIterable<string[]>) {
      row += 1;
      if (fields.some((text) => text.trim() !== '')) yield { row, fields };
    }
  } catch (error) {
    throw error instanceof CsvError ? notATable(error) : error;
  } finally {
    text.destroy();
  }
}

/** A text without its first lines, whatever quotes stand in them. */
async function* afterLines(text: AsyncIterable<string>, count: number): AsyncGenerator<string> {
  let left = count;
  let head = '';
  for await (const piece of text) {
    if (left === 0) {
      yield piece;
      continue;
    }
    head += piece;
    for (let end = lineEnd(head); left > 0 && end > 0; end = lineEnd(head)) {
      head = head.slice(end);
      left -= 1;
    }
    if (left === 0 && head !== '') yield head;
  }
}

/** Where the first line of a text ends; 0 when more text may belong to it. */
function lineEnd(text: string): number {
  const end = /\r\n|\n|\r(?=[^\n])/.exec(text);
  return end === null ? 0 : end.index + end[0].length;
}

const headerOf = (fields: readonly string[]) => fields.map((name) => storable(name.trim()));

function tableRecord(
  row: number,
  fields: readonly string[],
  header: readonly string[],
  delimiter: string,
): FeedRecord {
  const swallowed = swallowedRows(fields, header.length, delimiter);
  // Which products the rows name that it took is not known: it is a record without id.
  if (swallowed > 0) return brokenRecord(row, unclosedMessage(swallowed));
  const values = new Values();
  for (const [index, column] of header.entries()) values.add(column, fields[index] ?? '');
  return { row, rows: 1, values, problems: problemsOf(row, fields, header) };
}

/** Spreadsheets leave out the last cells of a row, or write more, when they are empty. */
function problemsOf(
  row: number,
  fields: readonly string[],
  header: readonly string[],
): RecordProblem[] {
  if (fields.slice(header.length).every((text) => text.trim() === '')) return [];
  const message = `The row has ${fields.length} fields, the header ${header.length}.`;
  return [{ row, code: 'WRONG_FIELD_COUNT', message, fatal: true }];
}

function unclosedMessage(swallowed: number): string {
  const rows = swallowed === 1 ? 'the next row' : `the next ${swallowed} rows`;
  return `A quote in the row is not closed, so that ${rows} stand in its cell; close or remove it.`;
}

function noHeader(): AppError {
  return badInput('feed', 'The CSV is empty: it has no header.');
}

function notATable(error: CsvError): AppError {
  const line = typeof error.lines === 'number' ? error.lines : undefined;
  const where = line === undefined ? '' : ` near line ${line}`;
  return badInput('feed', `The file is not valid CSV${where}: ${error.message}`, { line });
}
