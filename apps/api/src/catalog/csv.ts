import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { type AppError, badInput } from '../errors.ts';

export interface CsvRow {
  /** As a spreadsheet numbers it: the header is row 1. */
  readonly row: number;
  readonly fields: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
const MAX_RECORD_CHARACTERS = 1024 * 1024;

/**
 * Reads a CSV with header, row by row and in constant memory. Comma, semicolon, tab or bar is told
 * from the first line. A byte order mark, CRLF and blank lines are fine.
 * @throws AppError BAD_INPUT naming the line where the file stops being CSV
 */
export async function* readCsv(path: string): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter: await sniffDelimiter(path),
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const source = createReadStream(path);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let row = 0;
  try {
    for await (const fields of parser as AsyncIterable<string[]>) yield { row: ++row, fields };
  } catch (error) {
    throw error instanceof CsvError ? notCsv(error) : error;
  } finally {
    source.destroy();
  }
}

/**
 * The header and the number of data rows. Reads the whole file, so that one that is broken at the
 * end is refused before anything is written.
 */
export async function inspectCsv(path: string): Promise<{ header: string[]; rows: number }> {
  let header: string[] | undefined;
  let rows = 0;
  for await (const { fields } of readCsv(path)) {
    if (header === undefined) header = fields.map((name) => name.trim());
    else rows++;
  }
  if (header === undefined) throw badInput('csv', 'The CSV is empty: it has no header.');
  return { header, rows };
}

/** The header alone; see inspectCsv. */
export async function readHeader(path: string): Promise<string[]> {
  for await (const { fields } of readCsv(path)) return fields.map((name) => name.trim());
  throw badInput('csv', 'The CSV is empty: it has no header.');
}

/** The delimiter that the first line has most of. */
async function sniffDelimiter(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const [line = ''] = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1);
    const count = (delimiter: string) => line.split(delimiter).length;
    return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
  } finally {
    await file.close();
  }
}

function notCsv(error: CsvError): AppError {
  const line = typeof error.lines === 'number' ? error.lines : undefined;
  const where = line === undefined ? '' : ` near line ${line}`;
  return badInput('csv', `The file is not valid CSV${where}: ${error.message}`, { line });
}
