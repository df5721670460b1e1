import { flatten } from './flatten.ts';
import { type FeedRecord, Values } from './record.ts';

const MAX_CELL_CHARACTERS = 100_000;

/**
 * Opens what Meta nests in a table: a column `image[0].url` becomes one of the values of
 * `image[].url`, and a cell that holds JSON becomes the columns of its parts.
 */
export async function* openNested(records: AsyncIterable<FeedRecord>): AsyncGenerator<FeedRecord> {
  for await (const record of records) {
    const values = new Values();
    for (const [column, texts] of record.values) {
      for (const text of texts) addCell(column, text, values);
    }
    yield { ...record, values };
  }
}

/** Name of a column of a Google or Meta feed as their specifications write it. */
export function specifiedName(column: string): string {
  return column
    .toLowerCase()
    .replace(/^g:/, '')
    .replace(/\[\d+\]/g, '[]')
    .replace(/[\s-]+/g, '_');
}

function addCell(column: string, text: string, values: Values): void {
  const nested = nestedValue(text);
  if (nested === undefined) values.add(column, text);
  else flatten(nested, column, values);
}

/** The object or list in a cell; undefined for any other text. */
function nestedValue(text: string): object | undefined {
  if (!/^[[{]\s*["{[]/.test(text) || text.length > MAX_CELL_CHARACTERS) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined; // merely looks like JSON: it is text
  }
}
