import { guessColumns } from '../guessMapping.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** The header stands among the first lines, or what stands above it is no mere title. */
const LOOKED_AT = 30;

export interface TableHead {
  readonly delimiter: string;
  /** Lines of the file above the header: titles, comments, blank ones. */
  readonly skipLines: number;
}

interface Line {
  readonly number: number;
  readonly text: string;
  readonly cells: readonly string[];
}

/**
 * Where the header of a table is, and what stands between its cells. Above it may be blank lines,
 * `sep=;`, lines that begin with #, and titles: lines of one cell above a table, or of fewer cells
 * than a later one that names ids and titles.
 * @param text the beginning of the file
 * @param given what is known of it, and not to be guessed
 */
export function findTable(text: string, given: Partial<TableHead> = {}): TableHead {
  const lines = text.split(/\r\n|\n|\r/, (given.skipLines ?? 0) + LOOKED_AT);
  const declared = declaredDelimiter(lines);
  const known = given.delimiter ?? declared;
  const candidates = lines
    .map((text, number): Line => {
      return { number, text, cells: cellsOf(text, known ?? likeliest(text)) };
    })
    .slice(given.skipLines ?? (declared === undefined ? 0 : 1))
    .filter(({ cells }) => filled(cells) > 0);
  const header = given.skipLines === undefined ? headerAmong(candidates) : candidates[0];
  const line = lines[header?.number ?? 0] ?? '';
  return { delimiter: known ?? likeliest(line), skipLines: header?.number ?? 0 };
}

/** The cells of the header, by what is known of the head. */
export function headerCells(text: string, { delimiter, skipLines }: TableHead): string[] {
  return cellsOf(text.split(/\r\n|\n|\r/, skipLines + 1).at(-1) ?? '', delimiter);
}

/** What Excel is told: `sep=;` */
function declaredDelimiter(lines: readonly string[]): string | undefined {
  return /^"?sep=(.)"?[\s,;]*$/i.exec(lines[0]?.trimEnd() ?? '')?.[1] ?? declaredTab(lines[0]);
}

const declaredTab = (line: string | undefined) =>
  line && /^sep=\t/i.test(line) ? '\t' : undefined;

function headerAmong(lines: readonly Line[]): Line | undefined {
  const rows = lines.filter(({ cells }) => !isComment(cells));
  const [first] = rows;
  if (first === undefined) return lines[0];
  // An open quote is no title: the header goes on in the next line.
  if (isProductHeader(first) || first.text.split('"').length % 2 === 0) return first;
  const named = rows.find((row) => isProductHeader(row) && filled(row.cells) > filled(first.cells));
  return named ?? belowTitles(rows);
}

/** Lines of one cell above lines of several are titles. */
function belowTitles(rows: readonly Line[]): Line | undefined {
  const at = rows.findIndex(({ cells }) => filled(cells) > 1);
  const wide = rows.slice(at).filter(({ cells }) => filled(cells) > 1);
  const isTable = wide.length > at && wide.length * 2 > rows.length;
  return at > 0 && isTable ? rows[at] : rows[0];
}

/** `# exported today`, and rows whose every cell is such: Meta's template has one. */
const isComment = ([first = '', ...others]: readonly string[]) =>
  /^#\s|^#.+/.test(first) && !isProductHeader({ cells: [first, ...others] });

function isProductHeader({ cells }: Pick<Line, 'cells'>): boolean {
  if (cells.some((cell) => /^#\s/.test(cell))) return false;
  const { externalId, title } = guessColumns(cells);
  return externalId !== undefined && title !== undefined;
}

const filled = (cells: readonly string[]) => cells.filter((cell) => cell !== '').length;

const cellsOf = (line: string, delimiter: string) =>
  line.split(delimiter).map((cell) => cell.trim().replace(/^\uFEFF?"|"$/g, ''));

/** The delimiter that a line has most of. */
function likeliest(line: string): string {
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}
