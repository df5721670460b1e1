/** What a feed says of one product: texts by column, nothing checked yet. */
export interface FeedRecord {
  /**
   * Where it begins: the row as a spreadsheet numbers it (the header is 1), the line of a JSONL
   * file, or the number of the item.
   */
  readonly row: number;
  /** Rows that it takes: a product of a Shopify export spans several. */
  readonly rows: number;
  /** Values by column, never empty texts; a list for columns that repeat. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly RecordProblem[];
}

/** What is wrong with the way a record is written, whatever its values mean. */
export interface RecordProblem {
  readonly row: number;
  readonly code: 'WRONG_FIELD_COUNT' | 'BAD_RECORD';
  readonly message: string;
  /** The whole record can not be used; else only the row that is named. */
  readonly fatal: boolean;
}

/** Collects values of a record; blank ones are left out. */
export class Values extends Map<string, string[]> {
  add(column: string, text: string): void {
    const value = text.trim().toWellFormed();
    if (value === '') return;
    const name = storable(column);
    const before = this.get(name);
    if (before) before.push(value);
    else this.set(name, [value]);
  }
}

/** Text that any database takes: whole characters, and no NUL. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** A record that could not be read at all. */
export function brokenRecord(row: number, message: string): FeedRecord {
  const problem = { row, code: 'BAD_RECORD' as const, message, fatal: true };
  return { row, rows: 1, values: new Map(), problems: [problem] };
}

/** Of one record: room for an image of 64 MiB that stands in it as data. */
export const MAX_RECORD_CHARACTERS = 96 * 1024 * 1024;

/** How much memory a record takes, roughly. */
export function charactersOf({ values }: FeedRecord): number {
  let sum = 0;
  for (const texts of values.values()) for (const text of texts) sum += text.length;
  return sum;
}
