import { createHash } from 'node:crypto';
import { Availability, type ImageKind } from '../../../../prisma/client/enums.ts';
import type { CsvRow } from './csv.ts';
import { type ColumnMapping, patternColumns } from './mapping.ts';
import { parsePrice } from './price.ts';

/** A reason why a row, or one value of it, was not taken. */
export interface RowIssue {
  readonly row: number;
  readonly externalId: string | null;
  readonly field: string | null;
  readonly code: IssueCode;
  readonly message: string;
}

export type IssueCode =
  | 'WRONG_FIELD_COUNT'
  | 'MISSING_VALUE'
  | 'TOO_LONG'
  | 'BAD_CHARACTER'
  | 'DUPLICATE_ID'
  | 'BAD_PRICE'
  | 'BAD_CURRENCY'
  | 'BAD_AVAILABILITY'
  | 'BAD_URL'
  | `IMAGE_${string}`;

/** A row as it will be stored, before its images are looked at. */
export interface ProductDraft {
  readonly row: number;
  readonly externalId: string;
  readonly title: string;
  readonly description: string | null;
  readonly brand: string | null;
  readonly category: string | null;
  readonly categoryPath: readonly string[];
  readonly price: string | null;
  readonly currency: string | null;
  readonly availability: Availability;
  readonly url: string | null;
  readonly groupId: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly images: readonly { readonly name: string; readonly kind: ImageKind }[];
}

export interface ReadResult {
  /** Null when the row can not be taken; the issues say why. */
  readonly draft: ProductDraft | null;
  readonly issues: readonly RowIssue[];
}

const MAX_ID = 500;
const MAX_TEXT = 100_000;

/**
 * Makes a function that reads rows of one feed. A row without id or title, of the wrong width or
 * with characters that no database takes is refused; a bad price, currency, availability or
 * address is left out and reported.
 */
export function rowReader(
  header: readonly string[],
  mapping: ColumnMapping,
): (row: CsvRow) => ReadResult {
  const indexOf = new Map(header.map((name, index) => [name, index]));
  return ({ row, fields }) => {
    const value = (column: string | undefined): string =>
      column === undefined ? '' : (fields[indexOf.get(column) ?? -1] ?? '').trim();
    const externalId = value(mapping.externalId) || null;
    const issues: RowIssue[] = [];
    const report = (code: IssueCode, field: string | null, message: string): undefined => {
      issues.push({ row, externalId, field, code, message });
    };
    refuse(fields, header, report);
    if (externalId === null) report('MISSING_VALUE', mapping.externalId, 'The row has no id.');
    else if (externalId.length > MAX_ID)
      report('TOO_LONG', mapping.externalId, `The id is longer than ${MAX_ID} characters.`);
    const title = value(mapping.title);
    if (title === '') report('MISSING_VALUE', mapping.title, 'The row has no title.');
    if (issues.length > 0 || externalId === null) return { draft: null, issues };
    const draft = { row, externalId, title, ...readValues(mapping, value, report) };
    return { draft, issues };
  };
}

type Report = (code: IssueCode, field: string | null, message: string) => undefined;

/** Reports what makes a whole row unusable. */
function refuse(fields: readonly string[], header: readonly string[], report: Report): void {
  if (fields.length !== header.length) {
    const message = `The row has ${fields.length} fields, the header ${header.length}.`;
    report('WRONG_FIELD_COUNT', null, message);
  }
  const broken = fields.findIndex((text) => text.includes('\0'));
  if (broken >= 0) {
    report('BAD_CHARACTER', header[broken] ?? null, 'The row holds a NUL character.');
  }
  const long = fields.findIndex((text) => text.length > MAX_TEXT);
  if (long >= 0) {
    report('TOO_LONG', header[long] ?? null, `A value is longer than ${MAX_TEXT} characters.`);
  }
}

function readValues(
  mapping: ColumnMapping,
  value: (column: string | undefined) => string,
  report: Report,
): Omit<ProductDraft, 'row' | 'externalId' | 'title'> {
  const path = (mapping.categoryPath ?? []).map(value).filter((level) => level !== '');
  const attributes = (mapping.attributes ?? []).map((name) => [name, value(name)] as const);
  return {
    description: value(mapping.description) || null,
    brand: value(mapping.brand) || null,
    category: value(mapping.category) || path.at(-1) || null,
    categoryPath: path,
    ...readPrice(mapping, value, report),
    availability: readAvailability(value(mapping.availability), mapping.availability, report),
    url: readUrl(value(mapping.url), mapping.url, report),
    groupId: value(mapping.groupId) || null,
    attributes: Object.fromEntries(attributes.filter(([, text]) => text !== '')),
    images: readImageNames(mapping, value),
  };
}

function readPrice(
  mapping: ColumnMapping,
  value: (column: string | undefined) => string,
  report: Report,
): Pick<ProductDraft, 'price' | 'currency'> {
  const text = value(mapping.price);
  const parsed = text === '' ? undefined : parsePrice(text);
  if (text !== '' && parsed === undefined) {
    report('BAD_PRICE', mapping.price ?? null, `"${text.slice(0, 80)}" is not a price.`);
  }
  const currency = (value(mapping.currency) || parsed?.currency || '').toUpperCase();
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) {
    const message = `"${currency.slice(0, 80)}" is not a currency code such as EUR.`;
    report('BAD_CURRENCY', mapping.currency ?? null, message);
    return { price: parsed?.amount ?? null, currency: null };
  }
  return { price: parsed?.amount ?? null, currency: currency || null };
}

const AVAILABILITIES: Record<string, Availability> = {
  instock: 'IN_STOCK',
  available: 'IN_STOCK',
  true: 'IN_STOCK',
  yes: 'IN_STOCK',
  outofstock: 'OUT_OF_STOCK',
  soldout: 'OUT_OF_STOCK',
  unavailable: 'OUT_OF_STOCK',
  false: 'OUT_OF_STOCK',
  no: 'OUT_OF_STOCK',
  preorder: 'PREORDER',
  backorder: 'PREORDER',
  unknown: 'UNKNOWN',
};

/** "in stock", "InStock", "https://schema.org/InStock", or a count of pieces. */
function readAvailability(text: string, column: string | undefined, report: Report): Availability {
  if (text === '') return Availability.UNKNOWN;
  if (/^\d+$/.test(text)) return Number(text) > 0 ? 'IN_STOCK' : 'OUT_OF_STOCK';
  const word = text
    .slice(text.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  const known = AVAILABILITIES[word];
  if (known === undefined) {
    report('BAD_AVAILABILITY', column ?? null, `"${text.slice(0, 80)}" is no availability.`);
  }
  return known ?? Availability.UNKNOWN;
}

/** Only web addresses: the dashboard makes links of them. */
function readUrl(text: string, column: string | undefined, report: Report): string | null {
  if (text === '') return null;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  report('BAD_URL', column ?? null, `"${text.slice(0, 80)}" is not a web address.`);
  return null;
}

function readImageNames(
  mapping: ColumnMapping,
  value: (column: string | undefined) => string,
): ProductDraft['images'] {
  const split = (text: string) =>
    text
      .split('|')
      .map((name) => name.trim())
      .filter(Boolean);
  const named = split(value(mapping.images));
  const missing = patternColumns(mapping.imagePattern).some((column) => value(column) === '');
  if (mapping.imagePattern && !missing) {
    named.push(mapping.imagePattern.replace(/\{([^{}]+)\}/g, (_all, column) => value(column)));
  }
  const catalog = [...new Set(named)].map((name) => ({ name, kind: 'CATALOG' as const }));
  const wild = [...new Set(split(value(mapping.wildImages)))];
  return [...catalog, ...wild.map((name) => ({ name, kind: 'WILD' as const }))];
}

/**
 * Tells whether a row changed since it was stored.
 * @param imageStamps what is known of its image files without reading them (size and time)
 */
export function contentHashOf(draft: ProductDraft, imageStamps: readonly string[]): string {
  const { row: _row, ...content } = draft;
  return createHash('sha256')
    .update(JSON.stringify([content, imageStamps]))
    .digest('hex');
}
