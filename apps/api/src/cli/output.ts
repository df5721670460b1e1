/** How commands speak: answers on standard output, everything else on standard error. */

const NUMBER = new Intl.NumberFormat('en-US');

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function sayJson(value: unknown): void {
  say(JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? Number(each) : each), 2));
}

/** 7124 -> 7,124 */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** 3 -> 3 rows, 1 -> 1 row */
export function plural(value: number, word: string): string {
  return `${count(value)} ${word}${value === 1 ? '' : 's'}`;
}

export function megabytes(bytes: number): string {
  return `${count(Math.round(bytes / 1024 / 1024))} MB`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function seconds(ms: number): string {
  const total = ms / 1000;
  if (total < 60) return `${total.toFixed(1)} s`;
  const whole = Math.round(total);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `name   value` lines, the values one under the other. */
export function sayPairs(pairs: readonly (readonly [string, string])[]): void {
  const width = Math.max(...pairs.map(([name]) => name.length));
  for (const [name, value] of pairs) say(`  ${name.padEnd(width)}  ${value}`.trimEnd());
}

export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  /** Numbers stand right. */
  right?: boolean;
}

/** Rows in columns as wide as their widest value. */
export function sayTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): void {
  const cells = rows.map((row) => columns.map(({ value }) => value(row)));
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...cells.map((line) => line[i]?.length ?? 0)),
  );
  const line = (values: readonly string[]) =>
    values
      .map((value, i) => {
        const width = widths[i] ?? 0;
        return columns[i]?.right ? value.padStart(width) : value.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  say(`  ${line(columns.map(({ title }) => title))}`);
  for (const values of cells) say(`  ${line(values)}`);
}

export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
