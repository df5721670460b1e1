import { z } from 'zod';
import type { Product as ProductRow } from '../../../../../prisma/client/client.ts';

/** Values of a feed's columns that are kept as they are, by column. */
export const attributesSchema = z.record(z.string(), z.string());

/** A stored product. */
export interface Product extends Omit<ProductRow, 'attributes'> {
  readonly attributes: Record<string, string>;
}

/** @throws ZodError when the row holds attributes that no import writes */
export function parseProduct(row: ProductRow): Product {
  return { ...row, attributes: attributesSchema.parse(row.attributes) };
}
