import type { FeedFormat } from './format.ts';

export interface Price {
  /** Decimal as text: "1299.00". */
  readonly amount: string;
  /** ISO 4217 code, when the text names one. */
  readonly currency: string | undefined;
}

/** What stands before the decimals of a number. */
export type DecimalMark = '.' | ',';

/** What the price itself may not tell. */
export interface PriceContext {
  readonly currency?: string | undefined;
  /** What the other prices of the column have before their decimals. */
  readonly decimalMark?: DecimalMark | undefined;
}

const SYMBOLS: Record<string, string | undefined> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₴': 'UAH',
  '₪': 'ILS',
  '฿': 'THB',
  '₫': 'VND',
  zł: 'PLN',
  Kč: 'CZK',
  US$: 'USD',
  C$: 'CAD',
  CA$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  R$: 'BRL',
  $: 'USD',
  Ft: 'HUF',
  'Fr.': 'CHF',
  'руб.': 'RUB',
  'лв.': 'BGN',
  // Of Sweden, Norway, Denmark or Iceland: another column may say which.
  kr: undefined,
  'kr.': undefined,
};
const MARK = String.raw`(?:US|CA|AU|NZ|HK|[CAR]) ?\$|[A-Za-z]{3}(?: ?\$)?|zł|Kč|kr\.?|Ft|Fr\.|руб\.|лв\.|[€£¥₹₩₽₺₴₪฿₫$]`;
/** "199,-" and "1'299.–": no decimals. */
const NO_DECIMALS = '[.,][-–—]{1,2}';
const PRICE = new RegExp(
  String.raw`^\s*(${MARK})?\s*(\d[\d.,'’\s]*?)(?:${NO_DECIMALS})?\s*(${MARK})?\s*$`,
);
/** What DECIMAL(14,4) holds. */
const MAX_INTEGER_DIGITS = 10;
/** Currencies whose prices are written with three decimals (ISO 4217). */
const THREE_DECIMALS: ReadonlySet<string> = new Set([
  'BHD',
  'IQD',
  'JOD',
  'KWD',
  'LYD',
  'OMR',
  'TND',
]);

/**
 * Reads "12.99", "12,99 EUR", "USD 1,299.00", "1.299,00 €", "CHF 1'299.-", "199 kr" or "1 299".
 * What "1.299" means is for the currency and the other prices to say; else it groups thousands.
 * Undefined when it is none: negative, several numbers, no number, or too large to be a price.
 */
export function parsePrice(text: string, context: PriceContext = {}): Price | undefined {
  const { digits, currency } = partsOf(text);
  const { decimalMark } = context;
  const read = plainDecimal(digits, { currency: currency ?? context.currency, decimalMark });
  return read && { amount: read.amount, currency };
}

/** What stands before the decimals of a price that can be read in one way only; else undefined. */
export function decimalMarkOf(text: string): DecimalMark | undefined {
  return plainDecimal(partsOf(text).digits, {})?.mark;
}

/** The mark that most prices of a column have, by how many have each. */
export function commonMark(counts: Record<DecimalMark, number>): DecimalMark | undefined {
  if (counts['.'] === counts[',']) return undefined;
  return counts['.'] > counts[','] ? '.' : ',';
}

/** Numbers of JSON have a point before their decimals, whatever the shop's language. */
export function usualMark(format: FeedFormat): DecimalMark | undefined {
  return format === 'JSON' || format === 'JSONL' ? '.' : undefined;
}

function partsOf(text: string): { digits: string; currency: string | undefined } {
  const [, before, number = '', after] = PRICE.exec(text) ?? [];
  return { digits: number.replace(/['’\s]/g, ''), currency: currencyOf(before ?? after) };
}

/** "USD $" and "US $" are marks too. */
function currencyOf(mark: string | undefined): string | undefined {
  if (mark === undefined) return undefined;
  const name = mark.replace(' ', '');
  return name in SYMBOLS ? SYMBOLS[name] : name.slice(0, 3).toUpperCase();
}

interface Decimal {
  readonly amount: string;
  readonly mark: DecimalMark | undefined;
}

/** "1,299.50" and "1.299,50", Indian groups of two too. */
const POINT_DECIMAL = /^(\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.(\d{1,10}))?$/;
const COMMA_DECIMAL = /^(\d{1,3}(?:\.\d{2,3})*\.\d{3}|\d+)(?:,(\d{1,10}))?$/;
/** Thousands in groups, each time by the same separator. */
const GROUPED = /^[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)$/;
/** "1.299": 1299, or 1 and 299 thousandths. */
const EITHER = /^[1-9]\d{0,2}([.,])\d{3}$/;

function plainDecimal(text: string, context: PriceContext): Decimal | undefined {
  const separator = EITHER.exec(text)?.[1];
  if (separator !== undefined) {
    const amount = isDecimal(separator, context) ? text.replace(',', '.') : withoutMarks(text);
    return { amount, mark: undefined };
  }
  if (GROUPED.test(text)) return checked(withoutMarks(text), undefined, otherThan(text));
  const point = POINT_DECIMAL.exec(text);
  const match = point ?? COMMA_DECIMAL.exec(text);
  const whole = match?.[1] && withoutMarks(match[1]).replace(/^0+(?=\d)/, '');
  const decimals = match?.[2];
  return whole ? checked(whole, decimals, decimals && (point ? '.' : ',')) : undefined;
}

function checked(whole: string, decimals = '', mark?: DecimalMark | ''): Decimal | undefined {
  if (whole.length > MAX_INTEGER_DIGITS) return undefined;
  return { amount: decimals === '' ? whole : `${whole}.${decimals}`, mark: mark || undefined };
}

/** The other prices tell, then the currency; else three digits are a group. */
function isDecimal(separator: string, { currency, decimalMark }: PriceContext): boolean {
  if (decimalMark !== undefined) return separator === decimalMark;
  return currency !== undefined && THREE_DECIMALS.has(currency);
}

/** Where one separator groups twice, decimals would follow the other. */
const otherThan = (text: string): DecimalMark => (text.includes('.') ? ',' : '.');
const withoutMarks = (text: string) => text.replace(/[.,]/g, '');
