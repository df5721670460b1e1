import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Photos of single garments taken by people at home, one folder a kind; beside the checkout. */
const FOLDER = join(import.meta.dirname, '../../../shared/catalogs/wild');

/** The article types that are the right answer to a photo of a kind. */
const ANSWERS: Record<string, readonly string[]> = {
  dress: ['Dresses'],
  hat: ['Caps', 'Hat'],
  longsleeve: ['Sweatshirts', 'Sweaters', 'Tshirts', 'Tops'],
  outwear: ['Jackets', 'Waistcoat', 'Shrug'],
  pants: [
    ...['Trousers', 'Jeans', 'Track Pants', 'Leggings', 'Capris'],
    ...['Churidar', 'Lounge Pants', 'Tights'],
  ],
  shirt: ['Shirts'],
  shoes: [
    ...['Casual Shoes', 'Sports Shoes', 'Formal Shoes', 'Heels', 'Flats'],
    ...['Sandals', 'Flip Flops', 'Sports Sandals'],
  ],
  shorts: ['Shorts', 'Lounge Shorts'],
  skirt: ['Skirts'],
  't-shirt': ['Tshirts', 'Tops'],
};

const K = 10;

export interface WildPhoto {
  kind: string;
  path: string;
}

/**
 * Every other photo of each kind: `choose` for trying recipes, `report` for the final figures.
 * Nothing is ever trained on them. Empty on a machine without them.
 */
export function readWildPhotos(half: 'choose' | 'report'): WildPhoto[] {
  if (!existsSync(FOLDER)) return [];
  const first = half === 'choose' ? 0 : 1;
  return Object.keys(ANSWERS).flatMap((kind) => {
    const files = readdirSync(join(FOLDER, kind)).sort();
    const chosen = files.filter((_, i) => i % 2 === first);
    return chosen.map((file) => ({ kind, path: join(FOLDER, kind, file) }));
  });
}

/** Shares in 0..1. */
export interface WildPrecision {
  /** Mean over photos. */
  precision: number;
  /** Mean over kinds, so that rare ones count as much. */
  byKind: Record<string, number>;
  meanOfKinds: number;
}

/** How many of the ten nearest products are of a right article type. Vectors have length 1. */
export function wildPrecision(
  photos: readonly WildPhoto[],
  queries: readonly Float32Array[],
  products: readonly { articleType: string }[],
  vectors: readonly Float32Array[],
): WildPrecision {
  const shares = photos.map(({ kind }, i) => {
    const query = queries[i] as Float32Array;
    const scored = vectors.map((vector, j) => ({ j, score: innerProduct(query, vector) }));
    const nearest = scored.sort((a, b) => b.score - a.score || a.j - b.j).slice(0, K);
    const right = nearest.filter(({ j }) =>
      ANSWERS[kind]?.includes((products[j] as { articleType: string }).articleType),
    );
    return { kind, share: right.length / K };
  });
  const perKind = Object.entries(Object.groupBy(shares, ({ kind }) => kind));
  const byKind = Object.fromEntries(
    perKind.map(([kind, of]) => [kind, mean((of ?? []).map(({ share }) => share))]),
  );
  return {
    precision: mean(shares.map(({ share }) => share)),
    byKind,
    meanOfKinds: mean(Object.values(byKind)),
  };
}

function innerProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
