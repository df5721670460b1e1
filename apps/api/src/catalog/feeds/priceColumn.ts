const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const SYMBOLS: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  zł: 'PLN',
  Kč: 'CZK',
};

/** Of a column such as "Price (EUR)", "price_eur" or "Preis €": its name and the currency. */
export function priceColumn(column: string): { name: string; currency: string | undefined } {
  const [, name, mark = ''] = /^(.+?)[\s_.([-]+([A-Za-z]{3}|€|£|₹|zł|Kč)[)\]]?$/.exec(column) ?? [];
  const currency =
    SYMBOLS[mark] ?? (CODES.has(mark.toUpperCase()) ? mark.toUpperCase() : undefined);
  return name === undefined || currency === undefined
    ? { name: column, currency: undefined }
    : { name, currency };
}
