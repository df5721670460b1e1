import type { TripletProduct } from '@semblance/ml';

const COLOUR = /^(base|primary|main|dominant)?[ _-]?colou?r$/i;
const PATTERN = /^(pattern|print)$/i;
/** An attribute that fewer products have says little about the catalog. */
const MIN_COVERAGE = 0.5;

/**
 * The attributes that make two products look alike: a colour, if at least half the products have
 * one and a third of them share it with another; a pattern too, where 70 % still have a partner.
 */
export function chooseMatchOn(products: readonly TripletProduct[]): string[] {
  const coverage = new Map<string, number>();
  for (const { attributes } of products) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== '') coverage.set(name, (coverage.get(name) ?? 0) + 1);
    }
  }
  const best = (wanted: RegExp) =>
    [...coverage]
      .filter(([name, count]) => wanted.test(name) && count >= MIN_COVERAGE * products.length)
      .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))[0]?.[0];
  const colour = best(COLOUR);
  const pattern = best(PATTERN);
  if (colour === undefined || pairedShare(products, [colour]) < 1 / 3) return [];
  const both = pattern === undefined ? [colour] : [colour, pattern];
  return pairedShare(products, both) >= 0.7 ? both : [colour];
}

/** Share of products that have another of the same category and values. */
function pairedShare(products: readonly TripletProduct[], names: readonly string[]): number {
  const groups = new Map<string, number>();
  for (const { category, attributes } of products) {
    const values = names.map((name) => attributes[name] ?? '');
    if (values.includes('')) continue;
    const key = JSON.stringify([category, ...values]);
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  let paired = 0;
  for (const size of groups.values()) if (size > 1) paired += size;
  return products.length === 0 ? 0 : paired / products.length;
}
