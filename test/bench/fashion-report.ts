import {
  evaluateRetrieval,
  type GeneratedTriplet,
  type PackedImages,
  type Split,
  tripletAccuracy,
} from '@semblance/ml';
import type { FashionProduct } from './fashion-catalog.ts';
import { type WildPhoto, wildPrecision } from './fashion-wild.ts';

export interface Prepared {
  products: FashionProduct[];
  images: PackedImages;
  triplets: GeneratedTriplet[];
  /** Indexes of the products of a split. */
  indexesOf(split: Split): number[];
  photos: WildPhoto[];
  photoImages: PackedImages;
}

/** Unit vectors of images, by one way of embedding. */
export type Embed = (pixels: Uint8Array[]) => Promise<Float32Array[]>;

/** Prints how one way of embedding does on the products of a split, and on photos from home. */
export async function reportFashion(
  prepared: Prepared,
  split: Split,
  name: string,
  embed: Embed,
): Promise<void> {
  const { products, images, photos, photoImages } = prepared;
  const indexes = prepared.indexesOf(split);
  const vectors = await embed(indexes.map((index) => images.image(index)));
  const shown = indexes.map((index) => products[index] as FashionProduct);
  const accuracy = accuracyOf(prepared, split, indexes, vectors);
  const type = retrieve(vectors, shown, ({ articleType }) => articleType);
  const both = retrieve(vectors, shown, ({ articleType, baseColour }) => {
    return `${articleType}|${baseColour}`;
  });
  const both10 = `type ${percent(type.precisionAt[10])}, with colour ${percent(both.precisionAt[10])}`;
  const recall1 = `type ${percent(type.recallAt[1])}, with colour ${percent(both.recallAt[1])}`;
  const recall10 = `type ${percent(type.recallAt[10])}, with colour ${percent(both.recallAt[10])}`;
  const map = `type ${percent(type.mapAtR)}, with colour ${percent(both.mapAtR)}`;
  console.log(`${split} ${name}, ${indexes.length} products`);
  console.log(`  triplet accuracy ${accuracy}`);
  console.log(`  precision@10 ${both10}; recall@1 ${recall1}; recall@10 ${recall10}; mAP@R ${map}`);
  if (photos.length === 0) return;
  const queries = await embed(photos.map((_, i) => photoImages.image(i)));
  const wild = wildPrecision(photos, queries, shown, vectors);
  const kinds = Object.entries(wild.byKind).map(([kind, share]) => `${kind} ${percent(share)}`);
  console.log(
    `  ${photos.length} wild photos: precision@10 ${percent(wild.precision)}, mean of kinds ${percent(wild.meanOfKinds)} (${kinds.join(', ')})`,
  );
}

/** Triplets of a split as image indexes, three each, and which have an in-class negative. */
export function tripletIndexes(prepared: Prepared, split: Split) {
  const indexOf = new Map(prepared.products.map(({ id }, index) => [id, index]));
  const chosen = prepared.triplets.filter((triplet) => triplet.split === split);
  const flat = Uint32Array.from(
    chosen.flatMap(({ query, positive, negative }) =>
      [query, positive, negative].map((id) => indexOf.get(id) as number),
    ),
  );
  return { flat, inClass: chosen.map(({ negativeKind }) => negativeKind === 'IN_CLASS') };
}

function accuracyOf(
  prepared: Prepared,
  split: Split,
  indexes: readonly number[],
  vectors: readonly Float32Array[],
): string {
  const rowOf = new Map(indexes.map((index, row) => [index, row]));
  const { flat, inClass } = tripletIndexes(prepared, split);
  const gather = (images: Uint32Array) =>
    joinRows(Array.from(images, (image) => vectors[rowOf.get(image) as number] as Float32Array));
  const accuracy = (keep: (triplet: number) => boolean) => {
    const member = (m: number) => gather(flat.filter((_, i) => i % 3 === m && keep((i - m) / 3)));
    const triplets = { query: member(0), positive: member(1), negative: member(2) };
    return tripletAccuracy({ ...triplets, dimension: vectors[0]?.length ?? 0 }).accuracy;
  };
  const all = accuracy(() => true);
  return `${percent(all)} (in-class negatives ${percent(accuracy((t) => inClass[t] as boolean))})`;
}

function retrieve(
  vectors: readonly Float32Array[],
  products: readonly FashionProduct[],
  labelOf: (product: FashionProduct) => string,
) {
  const dimension = vectors[0]?.length ?? 0;
  const labels = products.map(labelOf);
  return evaluateRetrieval({ embeddings: joinRows(vectors), dimension, labels, ks: [1, 10] });
}

function joinRows(rows: readonly Float32Array[]): Float32Array {
  const dimension = rows[0]?.length ?? 0;
  const joined = new Float32Array(rows.length * dimension);
  for (const [i, row] of rows.entries()) joined.set(row, i * dimension);
  return joined;
}

function percent(value: number | undefined): string {
  return `${((value ?? 0) * 100).toFixed(1)} %`;
}
