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
  $: 'USD',
};
/** What DECIMAL(14,4) holds. */
const MAX_INTEGER_DIGITS = 10;

/**
 * Reads "12.99", "12,99 EUR", "USD 1,299.00", "1.299,00 €" or "1 299". Undefined when it is none:
 * negative, several numbers, no number, or too large to be a price.
 */
export function parsePrice(text: string): Price | undefined {
  const match = /^\s*([A-Za-z]{3}|[€£¥₹$])?\s*(\d[\d.,'\s]*)\s*([A-Za-z]{3}|[€£¥₹$])?\s*$/.exec(
    text,
  );
  const amount = match?.[2] === undefined ? undefined : plainDecimal(match[2]);
  if (amount === undefined) return undefined;
  const mark = match?.[1] ?? match?.[3];
  return { amount, currency: mark && (SYMBOLS[mark] ?? mark.toUpperCase()) };
}

/** The last separator is the decimal one if one or two digits (or four) follow, or if it differs. */
function plainDecimal(text: string): string | undefined {
  const compact = text.replace(/['\s]/g, '');
  const separators = [...compact.matchAll(/[.,]/g)].map((match) => match[0]);
  const last = separators.at(-1);
  const fraction = last === undefined ? '' : compact.slice(compact.lastIndexOf(last) + 1);
  const isDecimal =
    last !== undefined &&
    (fraction.length !== 3 || new Set(separators).size > 1) &&
    separators.filter((each) => each === last).length === 1;
  const digits = compact.replace(/[.,]/g, '');
  const whole = isDecimal ? digits.slice(0, digits.length - fraction.length) : digits;
  if (whole.replace(/^0+/, '').length > MAX_INTEGER_DIGITS || fraction.length > 10)
    return undefined;
  return isDecimal && fraction !== '' ? `${whole || '0'}.${fraction}` : whole || undefined;
}
