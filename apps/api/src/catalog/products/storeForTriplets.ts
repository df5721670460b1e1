import type { ImageKind } from '../../../../../prisma/client/enums.ts';
import type { Database } from '../../database/database.ts';

/** A product as the triplet generator of packages/ml wants it (TripletProduct there). */
export interface CatalogProduct {
  readonly id: string;
  readonly category: string;
  readonly attributes: Record<string, string>;
  readonly images: { readonly id: string; readonly kind: ImageKind }[];
}

const PAGE = 2000;

/** Every product of a catalog that has a category and an image, in a fixed order. */
export async function tripletProducts(
  { pool }: Pick<Database, 'pool'>,
  catalogId: string,
): Promise<CatalogProduct[]> {
  const products: CatalogProduct[] = [];
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: CatalogProduct[] } = await pool.query<CatalogProduct>(
      `SELECT p.id, p.category, p.attributes, json_agg(json_build_object('id', pi."imageId",
         'kind', pi.kind) ORDER BY pi.position) AS images
       FROM "Product" p JOIN "ProductImage" pi ON pi."productId" = p.id
       WHERE p."catalogId" = $1 AND p.category IS NOT NULL AND ($2::uuid IS NULL OR p.id > $2)
       GROUP BY p.id ORDER BY p.id LIMIT ${PAGE}`,
      [catalogId, after],
    );
    products.push(...rows);
    if (rows.length < PAGE) return products;
    after = rows.at(-1)?.id ?? null;
  }
}

const EXTENSION = /\.(jpe?g|png|webp|gif|tiff?|avif)$/i;
const EXTENSIONS = ['', '.jpg', '.jpeg', '.png', '.webp', '.JPG'];

const baseName = (name: string) =>
  name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
const stem = (name: string) => baseName(name).replace(EXTENSION, '');

/**
 * Finds a catalog's images by the names that a triplet file uses: the whole name as the feed had
 * it, or else without folder and with or without extension. A name that several images answer to
 * after that is left out, since guessing would make wrong triplets.
 * @returns image id by the name asked for
 */
export async function imagesByName(
  { pool }: Pick<Database, 'pool'>,
  catalogId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const candidates = new Set(
    names.flatMap((name) => [name, ...EXTENSIONS.map((e) => stem(name) + e)]),
  );
  const found = await namedImages(pool, catalogId, `pi.name = ANY($2::text[])`, [...candidates]);
  const resolved = resolve(names, found);
  const rest = names.filter((name) => !resolved.has(name));
  if (rest.length === 0) return resolved;
  // The feed named them with folders: compare what follows the last slash.
  const byBase = `regexp_replace(pi.name, '^.*/', '') = ANY($2::text[])`;
  const bases = rest.flatMap((name) => EXTENSIONS.map((extension) => stem(name) + extension));
  for (const [name, id] of resolve(rest, await namedImages(pool, catalogId, byBase, bases))) {
    resolved.set(name, id);
  }
  return resolved;
}

interface NamedImage {
  readonly name: string;
  readonly imageId: string;
}

async function namedImages(
  pool: Database['pool'],
  catalogId: string,
  condition: string,
  names: readonly string[],
): Promise<NamedImage[]> {
  const { rows } = await pool.query<NamedImage>(
    `SELECT DISTINCT pi.name, pi."imageId" FROM "ProductImage" pi
     JOIN "Product" p ON p.id = pi."productId" WHERE p."catalogId" = $1 AND ${condition}`,
    [catalogId, names],
  );
  return rows;
}

function resolve(names: readonly string[], found: readonly NamedImage[]): Map<string, string> {
  const exact = groupByName(found, (name) => name);
  const loose = groupByName(found, stem);
  const resolved = new Map<string, string>();
  for (const name of names) {
    const ids = exact.get(name) ?? loose.get(stem(name));
    const [id] = ids ?? [];
    if (id !== undefined && ids?.size === 1) resolved.set(name, id);
  }
  return resolved;
}

function groupByName(found: readonly NamedImage[], key: (name: string) => string) {
  const groups = new Map<string, Set<string>>();
  for (const { name, imageId } of found) {
    const ids = groups.get(key(name)) ?? new Set();
    groups.set(key(name), ids.add(imageId));
  }
  return groups;
}
