import type { Availability } from '../../../../../prisma/client/enums.ts';
import { parseAvailability } from './availability.ts';
import { plainText } from './html.ts';
import { ALL_OTHERS, type ColumnMapping, patternColumns, usedColumns } from './mapping.ts';
import { type DecimalMark, decimalMarkOf, parsePrice } from './price.ts';
import { priceColumn } from './priceColumn.ts';
import type { IssueCode, ProductDraft, RowIssue } from './productDraft.ts';
import { type FeedRecord, storable } from './readers/record.ts';

export interface ReadResult {
  /** Null when the row can not be taken; the issues say why. */
  readonly draft: ProductDraft | null;
  /** The id, also of a row that can not be taken; null when it has none. */
  readonly externalId: string | null;
  readonly issues: readonly RowIssue[];
  /** What stands before the decimals of its price, where that is certain. */
  readonly decimalMark?: DecimalMark | undefined;
}

const MAX_ID = 500;
const MAX_TEXT = 100_000;
/** What an index takes of one value, whatever its characters. */
const MAX_INDEXED = 500;

/** What people write into a cell that has nothing. */
const NOTHING = /^(?:#?n\/a|[-–—]{1,3}|null|nan)$/i;

/** Reads one value of a record: the first that stands in the column, or an empty text. */
type ReadOne = (column: string | undefined) => string;

/**
 * Makes a function that reads records of one feed. One without id or title, badly written or with
 * characters that no database takes is refused; a bad price, currency, availability or address is
 * left out and reported, and so is a value that is too long.
 * @param decimalMark what the prices of the feed have before their decimals, if that is known
 */
export function recordReader(
  mapping: ColumnMapping,
  decimalMark?: DecimalMark | undefined,
): (record: FeedRecord) => ReadResult {
  const used = usedColumns(mapping);
  const ofImages = new Set([...(mapping.images ?? []), ...(mapping.wildImages ?? [])]);
  return (whole) => {
    const { row } = whole;
    const { record, long } = withoutLong(whole, ofImages);
    const value: ReadOne = (column) => (column && record.values.get(column)?.[0]) || '';
    const known: ReadOne = (column) => value(column).replace(NOTHING, '');
    const externalId = whole.values.get(mapping.externalId)?.[0] || null;
    const issues: RowIssue[] = [];
    const report: Report = (code, field, message, at = row) => {
      const id = externalId && storable(externalId.slice(0, MAX_ID));
      issues.push({ row: at, externalId: id, field, code, message: storable(message) });
    };
    for (const column of long) {
      report('TOO_LONG', column, `A value is longer than ${MAX_TEXT} characters.`);
    }
    for (const problem of record.problems) {
      report(problem.code, null, problem.message, problem.row);
    }
    refuse(record, report);
    if (externalId === null) report('MISSING_VALUE', mapping.externalId, 'The row has no id.');
    else if (externalId.length > MAX_ID)
      report('TOO_LONG', mapping.externalId, `The id is longer than ${MAX_ID} characters.`);
    const title = plainText(value(mapping.title)).replace(/\s+/g, ' ');
    if (title === '') report('MISSING_VALUE', mapping.title, 'The row has no title.');
    const tolerated = long.length + record.problems.filter(({ fatal }) => !fatal).length;
    if (issues.length > tolerated || externalId === null)
      return { draft: null, externalId, issues };
    const price = known(mapping.price).slice(0, MAX_PRICE);
    const given = { mapping, used, record, value, known, report, decimalMark };
    const draft = { row, externalId, title, ...readValues(given) };
    return { draft, externalId, issues, decimalMark: decimalMarkOf(price) };
  };
}

type Report = (code: IssueCode, field: string | null, message: string, row?: number) => void;

/** Reports what makes a whole record unusable. */
function refuse({ values }: FeedRecord, report: Report): void {
  const where = (test: (text: string) => boolean) => [...values].find(([, all]) => all.some(test));
  const [broken] = where((text) => text.includes('\0')) ?? [];
  if (broken !== undefined) report('BAD_CHARACTER', broken, 'The row holds a NUL character.');
}

/** A record without its values that are too long; images may stand in a cell as data. */
function withoutLong(
  record: FeedRecord,
  ofImages: ReadonlySet<string>,
): { record: FeedRecord; long: readonly string[] } {
  const isLong = (column: string, text: string) =>
    text.length > MAX_TEXT && !(ofImages.has(column) && /^data:/i.test(text));
  const all = [...record.values];
  const long = all.filter(([column, texts]) => texts.some((text) => isLong(column, text)));
  if (long.length === 0) return { record, long: [] };
  const values = new Map(record.values);
  for (const [column, texts] of long) {
    values.set(
      column,
      texts.filter((text) => !isLong(column, text)),
    );
  }
  return { record: { ...record, values }, long: long.map(([column]) => column) };
}

/** What a record is read with. */
interface Given {
  readonly mapping: ColumnMapping;
  readonly used: ReadonlySet<string>;
  readonly record: FeedRecord;
  readonly value: ReadOne;
  /** As value, but an empty text for what stands for nothing. */
  readonly known: ReadOne;
  readonly report: Report;
  readonly decimalMark: DecimalMark | undefined;
}

function readValues(given: Given): Omit<ProductDraft, 'row' | 'externalId' | 'title'> {
  const { mapping, used, record, value, known, report } = given;
  const levels = splitLevels(known(mapping.category));
  const path = (mapping.categoryPath ?? []).flatMap((column) => splitLevels(known(column)));
  const short = (text: string | undefined, field: string | undefined) => {
    if (!text || text.length <= MAX_INDEXED) return text || null;
    report('TOO_LONG', field ?? null, `The value is longer than ${MAX_INDEXED} characters.`);
    return null;
  };
  return {
    description: plainText(value(mapping.description)) || null,
    brand: short(plainText(known(mapping.brand)), mapping.brand),
    category: short(levels.at(-1) ?? path.at(-1), mapping.category ?? mapping.categoryPath?.[0]),
    categoryPath: path.length > 0 ? path : levels.length > 1 ? levels : [],
    ...readPrice(given),
    availability: readAvailability(known(mapping.availability), mapping.availability, report),
    url: readUrl(known(mapping.url), mapping.url, report),
    groupId: known(mapping.groupId) || null,
    attributes: readAttributes(mapping, used, record),
    images: readImages(mapping, record, value),
  };
}

/** "Apparel > Shirts > Polo", broadest first. */
function splitLevels(text: string): string[] {
  return plainText(text)
    .split('>')
    .map((level) => level.trim())
    .filter(Boolean);
}

const MAX_ATTRIBUTES = 200;
/** Characters; longer is no price, and would take the pattern long to refuse. */
const MAX_PRICE = 100;

function readAttributes(
  { attributes }: ColumnMapping,
  used: ReadonlySet<string>,
  { values }: FeedRecord,
): Record<string, string> {
  const wanted = (attributes ?? []).flatMap((name) =>
    name === ALL_OTHERS ? [...values.keys()].filter((column) => !used.has(column)) : [name],
  );
  const pairs = wanted.slice(0, MAX_ATTRIBUTES).map((name) => [name, values.get(name)] as const);
  return Object.fromEntries(
    pairs.flatMap(([name, texts]) => (texts ? [[name, texts.join(', ').slice(0, MAX_TEXT)]] : [])),
  );
}

function readPrice({
  mapping,
  known,
  report,
  decimalMark,
}: Given): Pick<ProductDraft, 'price' | 'currency'> {
  const text = known(mapping.price);
  const stated = known(mapping.currency).toUpperCase();
  const usual = stated || (mapping.price && priceColumn(mapping.price).currency) || undefined;
  const context = { currency: usual, decimalMark };
  const parsed = text.length > MAX_PRICE ? undefined : parsePrice(text, context);
  if (text !== '' && parsed === undefined) {
    report('BAD_PRICE', mapping.price ?? null, `"${text.slice(0, 80)}" is not a price.`);
  }
  const currency = stated || parsed?.currency || (text && usual) || '';
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) {
    const message = `"${currency.slice(0, 80)}" is not a currency code such as EUR.`;
    report('BAD_CURRENCY', mapping.currency ?? null, message);
    return { price: parsed?.amount ?? null, currency: null };
  }
  return { price: parsed?.amount ?? null, currency: currency || null };
}

function readAvailability(text: string, column: string | undefined, report: Report): Availability {
  const known = parseAvailability(text);
  if (known === undefined) {
    report('BAD_AVAILABILITY', column ?? null, `"${text.slice(0, 80)}" is no availability.`);
  }
  return known ?? 'UNKNOWN';
}

/** Only web addresses: the dashboard makes links of them. */
function readUrl(text: string, column: string | undefined, report: Report): string | null {
  if (text === '') return null;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  report('BAD_URL', column ?? null, `"${text.slice(0, 80)}" is not a web address.`);
  return null;
}

/**
 * Between images of one cell: a bar or a line break, or a comma or blank before an address. One
 * character at a time: a longer pattern would take quadratic time on a cell full of blanks.
 */
const BETWEEN_IMAGES = /[|\n]|[\s,;](?=https?:\/\/)/;

/** Images of a cell that holds a list as JSON, of texts or of objects with an address. */
function listedImages(text: string): string[] | undefined {
  if (!/^\[\s*["'{]/.test(text)) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list.flatMap(addressIn);
  } catch {
    // Python writes single quotes.
    const quoted = [...text.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
    if (text.endsWith(']') && quoted.length > 0 && !text.includes('{')) return quoted;
  }
  return undefined;
}

function addressIn(item: unknown): string[] {
  if (typeof item === 'string') return [item];
  if (typeof item !== 'object' || item === null) return [];
  const values: Partial<Record<string, unknown>> = { ...item };
  const address = values.url ?? values.src ?? values.link;
  return typeof address === 'string' ? [address] : [];
}

function readImages(
  mapping: ColumnMapping,
  { values }: FeedRecord,
  value: ReadOne,
): ProductDraft['images'] {
  const named = (columns: ColumnMapping['images']) =>
    (columns ?? [])
      .flatMap((column) => values.get(column) ?? [])
      .flatMap((text) => listedImages(text) ?? text.split(BETWEEN_IMAGES))
      .map((name) => name.trim().replace(/[,;]$/, ''))
      .filter(Boolean);
  const images = named(mapping.images);
  const missing = patternColumns(mapping.imagePattern).some((column) => value(column) === '');
  if (mapping.imagePattern && !missing) {
    images.push(mapping.imagePattern.replace(/\{([^{}]+)\}/g, (_all, column) => value(column)));
  }
  const catalog = [...new Set(images)].map((name) => ({ name, kind: 'CATALOG' as const }));
  const wild = [...new Set(named(mapping.wildImages))];
  return [...catalog, ...wild.map((name) => ({ name, kind: 'WILD' as const }))];
}
