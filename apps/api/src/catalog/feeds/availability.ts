import type { Availability } from '../../../../../prisma/client/enums.ts';

const AVAILABILITIES = new Map<string, Availability>(
  Object.entries({
    instock: 'IN_STOCK',
    available: 'IN_STOCK',
    true: 'IN_STOCK',
    yes: 'IN_STOCK',
    instoreonly: 'IN_STOCK',
    onlineonly: 'IN_STOCK',
    limitedavailability: 'IN_STOCK',
    lowstock: 'IN_STOCK',
    auflager: 'IN_STOCK',
    lieferbar: 'IN_STOCK',
    sofortlieferbar: 'IN_STOCK',
    verfugbar: 'IN_STOCK',
    enstock: 'IN_STOCK',
    outofstock: 'OUT_OF_STOCK',
    soldout: 'OUT_OF_STOCK',
    discontinued: 'OUT_OF_STOCK',
    unavailable: 'OUT_OF_STOCK',
    notavailable: 'OUT_OF_STOCK',
    notinstock: 'OUT_OF_STOCK',
    ausverkauft: 'OUT_OF_STOCK',
    nichtlieferbar: 'OUT_OF_STOCK',
    nichtverfugbar: 'OUT_OF_STOCK',
    agotado: 'OUT_OF_STOCK',
    false: 'OUT_OF_STOCK',
    no: 'OUT_OF_STOCK',
    preorder: 'PREORDER',
    presale: 'PREORDER',
    backorder: 'PREORDER',
    onbackorder: 'PREORDER',
    availableonbackorder: 'PREORDER',
    madetoorder: 'PREORDER',
    availablefororder: 'PREORDER',
    unknown: 'UNKNOWN',
  }),
);

/** "3", "-3", "100.0000", "10+", "> 10", "3 in stock". */
const COUNT = /^(>|<|>=|<=)?\s*(-?\d{1,9})(?:[.,]0*)?\s*(\+|in stock|pcs\.?|auf lager|stück)?$/i;

/**
 * Reads "in stock", "InStock", "https://schema.org/InStock" or a count of pieces; UNKNOWN for an
 * empty text. Undefined when it says none of these.
 */
export function parseAvailability(text: string): Availability | undefined {
  if (text === '') return 'UNKNOWN';
  const count = COUNT.exec(text)?.[2];
  if (count !== undefined) return Number(count) > 0 ? 'IN_STOCK' : 'OUT_OF_STOCK';
  const word = text
    .slice(text.lastIndexOf('/') + 1)
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  return AVAILABILITIES.get(word);
}
