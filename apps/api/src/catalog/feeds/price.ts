export interface Price {
  /** Decimal as text: "1299.00". */
  readonly amount: string;
  /** ISO 4217 code, when the text names one. */
  readonly currency: string | undefined;
}

const SYMBOLS: Record<string, string> = {
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
  A$: 'AUD',
  R$: 'BRL',
  $: 'USD',
};
const MARK = String.raw`[A-Za-z]{3}|zł|Kč|US\$|[CAR]\$|[€£¥₹₩₽₺₴₪฿₫$]`;
const PRICE = new RegExp(String.raw`^\s*(${MARK})?\s*(\d[\d.,'\s]*)\s*(${MARK})?\s*$`);
/** What DECIMAL(14,4) holds. */
const MAX_INTEGER_DIGITS = 10;

/**
 * Reads "12.99", "12,99 EUR", "USD 1,299.00", "1.299,00 €", "49 zł" or "1 299". Undefined when it
 * is none: negative, several numbers, no number, or too large to be a price.
 */
export function parsePrice(text: string): Price | undefined {
  const match = PRICE.exec(text);
  const amount = match?.[2] === undefined ? undefined : plainDecimal(match[2]);
  if (amount === undefined) return undefined;
  const mark = match?.[1] ?? match?.[3];
  return { amount, currency: mark && (SYMBOLS[mark] ?? mark.toUpperCase()) };
}

/** "1,299.50" and "1.299,50", Indian groups of two too; spaces and ' only group. */
const POINT_DECIMAL = /^(\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.(\d{1,10}))?$/;
const COMMA_DECIMAL = /^(\d{1,3}(?:\.\d{2,3})*\.\d{3}|\d+)(?:,(\d{1,10}))?$/;
/** One kind of separator before three digits each groups thousands: "1.299" is no 1 and a bit. */
const GROUPED = /^[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)$/;

function plainDecimal(text: string): string | undefined {
  const compact = text.replace(/['\s]/g, '');
  const match = GROUPED.test(compact)
    ? [compact, compact]
    : (POINT_DECIMAL.exec(compact) ?? COMMA_DECIMAL.exec(compact));
  const whole = match?.[1]?.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
  if (whole === undefined || whole.length > MAX_INTEGER_DIGITS) return undefined;
  return match?.[2] === undefined ? whole : `${whole}.${match[2]}`;
}
