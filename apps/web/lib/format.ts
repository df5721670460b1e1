/** Numbers, times and names as the dashboard writes them; one locale, so server and browser agree. */

const locale = 'en-GB';
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });

export function formatCount(value: number): string {
  return whole.format(value);
}

/** "1 product", "7,124 products". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** 950 -> "950", 21,927,744 -> "21.9M". */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** "512 B", "3.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** Share of 0 to 1 as per cent; never rounds an unfinished share up to 100 %. */
export function formatPercent(share: number, digits = 0): string {
  if (!Number.isFinite(share)) return '–';
  const scale = 10 ** digits;
  const rounded = Math.round(share * 100 * scale) / scale;
  const shown = share < 1 && rounded >= 100 ? 100 - 1 / scale : rounded;
  return `${shown.toFixed(digits)}%`;
}

/** done / total in 0 to 1; 0 when nothing is known of the total. */
export function shareOf(done: number, total: number | null | undefined): number {
  return total && total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
}

/** Metric values: three or four places, plain notation, exponent only for the tiny. */
export function formatMetric(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001) return value.toExponential(1);
  if (size >= 1000) return whole.format(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 3 : 4);
}

/** Cosine similarity with its sign, three places. */
export function formatScore(score: number): string {
  return score.toFixed(3);
}

/** Decimal text and ISO currency as a price; the text itself when it is not a number. */
export function formatPrice(price: string | null, currency: string | null): string | null {
  if (price === null) return null;
  const value = Number(price);
  if (!Number.isFinite(value)) return price;
  if (!currency || !/^[A-Z]{3}$/.test(currency)) return value.toFixed(2);
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value);
}

/** Seconds as "8 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  if (total < 60) return `${total} s`;
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return total % 60 ? `${minutes} min ${total % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}

/** Seconds between two instants; up to `now` while the second is open. */
export function secondsBetween(from: string, to: string | null, now: number): number {
  return ((to ? Date.parse(to) : now) - Date.parse(from)) / 1000;
}

/** "just now", "4 min ago", "yesterday", then the date. */
export function formatAgo(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  if (seconds < 2 * 86_400) return 'yesterday';
  return formatDate(iso);
}

/** Date in UTC, so that server and browser write the same. */
export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(iso),
  );
}

/** "inClassShare" -> "In class share", "baseColour" -> "Base colour", "IN_STOCK" -> "In stock". */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** One line for any JSON value: scalars as they are, lists joined, objects as "key value". */
export function formatValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(formatValue).join(', ') || '–';
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([key, item]) => `${humanize(key).toLowerCase()} ${formatValue(item)}`)
      .join(', ');
  }
  return String(value);
}

/** The entries of a JSON object; none for anything else. */
export function jsonEntries(value: unknown): [string, unknown][] {
  return value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
}
