import { type EvaluationData, formatLabels, type ImageSource } from '@semblance/ml';
import { throwIfCancelled } from '../errors.ts';
import type { HeldOut } from './heldOut.ts';
import type { Dataset } from './openDataset.ts';
import type { DatasetImage } from './store.ts';

/** One part of a triplet set with its images decoded, ready to be embedded by any model. */
export interface Judged {
  data: EvaluationData;
  /** By row. */
  imageIds: string[];
  /** RGB bytes of a row's image. */
  pixels: (row: number) => ReturnType<ImageSource['image']>;
}

/** What of a dataset a model is judged on. */
export interface JudgedPart {
  /** Three places in the list of images a triplet. */
  triplets: Uint32Array;
  /** Undefined where there are no products that the model never saw. */
  heldOut: HeldOut | undefined;
}

/** Only what triplets and held-out products show becomes a row. */
export function judgedOf(
  { images, labels, pictures }: Pick<Dataset, 'images' | 'labels' | 'pictures'>,
  { triplets, heldOut }: JudgedPart,
): Judged {
  const held = heldOut?.indexes ?? new Uint32Array();
  const places = [...new Set([...triplets, ...held])];
  const rowOf = new Map(places.map((place, row) => [place, row]));
  const rows = (of: Uint32Array) => of.map((place) => rowOf.get(place) as number);
  const shown = places.map((place) => images[place] as DatasetImage);
  const categories = shown.map(labels.category);
  const { lookSet } = labels;
  return {
    data: {
      count: places.length,
      triplets: rows(triplets),
      heldOut: rows(held),
      groups: shown.map(({ productId, id }) => productId ?? id),
      kinds: shown.map(({ kind }) => (kind === 'WILD' ? 'WILD' : 'CATALOG')),
      categories,
      labels: {
        category: categories,
        ...(lookSet.length > 1 && { [formatLabels(lookSet)]: shown.map(labels.look) }),
      },
    },
    imageIds: shown.map(({ id }) => id),
    pixels: (row) => pictures.image(places[row] as number),
  };
}

/** A model, or whatever else makes a vector of decoded pixels. */
export type Embed = (pixels: readonly Uint8Array[]) => Promise<readonly Float32Array[]>;

export interface Vectors {
  /** Row-major `[count, dimension]`. */
  embeddings: Float32Array;
  dimension: number;
}

const BATCH = 128;

/** The vector of every row. @throws CANCELLED */
export async function embedJudged(
  { data, pixels }: Judged,
  embed: Embed,
  options: { signal?: AbortSignal | undefined; onProgress?: (done: number) => void } = {},
): Promise<Vectors> {
  let embeddings = new Float32Array();
  let dimension = 0;
  for (let from = 0; from < data.count; from += BATCH) {
    throwIfCancelled(options.signal, 'Testing the model');
    const rows = Array.from({ length: Math.min(BATCH, data.count - from) }, (_, i) => from + i);
    const vectors = await embed(await Promise.all(rows.map(pixels)));
    if (dimension === 0) {
      dimension = vectors[0]?.length ?? 0;
      embeddings = new Float32Array(data.count * dimension);
    }
    for (const [i, vector] of vectors.entries()) embeddings.set(vector, (from + i) * dimension);
    options.onProgress?.(from + rows.length);
  }
  return { embeddings, dimension };
}
