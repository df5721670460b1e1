import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TripletProduct } from '@semblance/ml';
import { parse } from 'csv-parse';

export interface FashionProduct {
  id: string;
  articleType: string;
  baseColour: string;
  path: string;
}

/** Beside the checkout; real products that this repository may use and not ship. */
const FOLDER = join(import.meta.dirname, '../../../shared/catalogs/fashion');

/** The real fashion catalog, or null on a machine without it. */
export async function readFashionCatalog(): Promise<FashionProduct[] | null> {
  const styles = join(FOLDER, 'styles.csv');
  if (!existsSync(styles)) return null;
  const rows = createReadStream(styles).pipe(parse({ columns: true, relax_column_count: true }));
  const products: FashionProduct[] = [];
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const { id = '', articleType = '', baseColour = '' } = row;
    const path = join(FOLDER, 'images', `${id}.jpg`);
    if (articleType !== '' && baseColour !== '' && existsSync(path)) {
      products.push({ id, articleType, baseColour, path });
    }
  }
  return products;
}

/** Products as the triplet generator sees them: in-class is the same type, positives share colour. */
export function toTripletProducts(products: readonly FashionProduct[]): TripletProduct[] {
  return products.map(({ id, articleType, baseColour }) => ({
    id,
    category: articleType,
    attributes: { baseColour },
    images: [{ id, kind: 'CATALOG' }],
  }));
}
