import { feedBytes } from '../files/bytes.ts';
import { decodeText } from '../files/decode.ts';
import type { Feed } from '../format.ts';
import { flatten } from './flatten.ts';
import { brokenRecord, type FeedRecord, MAX_RECORD_CHARACTERS, Values } from './record.ts';

const MAX_LINE_CHARACTERS = MAX_RECORD_CHARACTERS;

/** Reads one JSON object per line; a line that is none is a record with a problem. */
export async function* readJsonLines(feed: Feed): AsyncGenerator<FeedRecord> {
  let row = 0;
  for await (const line of linesOf(feed)) {
    row += 1;
    if (line === undefined) {
      yield brokenRecord(row, `The line is longer than ${MAX_LINE_CHARACTERS} characters.`);
    } else if (line.trim() !== '') {
      yield lineRecord(row, line);
    }
  }
}

function lineRecord(row: number, line: string): FeedRecord {
  let value: unknown;
  try {
    value = JSON.parse(line, keepDigits);
  } catch (error) {
    return brokenRecord(row, `The line is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return brokenRecord(row, 'The line is not a JSON object.');
  }
  const values = new Values();
  flatten(value, '', values);
  return { row, rows: 1, values, problems: [] };
}

/** Numbers stay as written: an id of 19 digits or a price of 10.50 must not be rounded. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? value) : value;
}

/** Lines; undefined stands for one that is too long. */
async function* linesOf(feed: Feed): AsyncGenerator<string | undefined> {
  let rest = '';
  let tooLong = false;
  for await (const text of decodeText(feedBytes(feed.path, feed.gzip), feed.encoding)) {
    // Only what is new is searched: a long line comes in many pieces.
    const lines = text.split('\n');
    lines[0] = rest + (lines[0] ?? '');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield tooLong || line.length > MAX_LINE_CHARACTERS ? undefined : line;
      tooLong = false;
    }
    if (rest.length > MAX_LINE_CHARACTERS) {
      tooLong = true;
      rest = '';
    }
  }
  if (tooLong) yield undefined;
  else if (rest !== '') yield rest;
}
