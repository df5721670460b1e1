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
    outofstock: 'OUT_OF_STOCK',
    soldout: 'OUT_OF_STOCK',
    discontinued: 'OUT_OF_STOCK',
    unavailable: 'OUT_OF_STOCK',
    false: 'OUT_OF_STOCK',
    no: 'OUT_OF_STOCK',
    preorder: 'PREORDER',
    presale: 'PREORDER',
    backorder: 'PREORDER',
    madetoorder: 'PREORDER',
    availablefororder: 'PREORDER',
    unknown: 'UNKNOWN',
  }),
);

/**
 * Reads "in stock", "InStock", "https://schema.org/InStock" or a count of pieces; UNKNOWN for an
 * empty text. Undefined when it says none of these.
 */
export function parseAvailability(text: string): Availability | undefined {
  if (text === '') return 'UNKNOWN';
  if (/^\d+$/.test(text)) return Number(text) > 0 ? 'IN_STOCK' : 'OUT_OF_STOCK';
  const word = text
    .slice(text.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  return AVAILABILITIES.get(word);
}
