/** Rows that are compared, pair by pair: `anchors[i]` with `positives[i]`. */
export interface RowPairs {
  anchors: Int32Array;
  positives: Int32Array;
}

/** Which rows of a batch may be compared with which; plain numbers, known before the step. */
export interface BatchRelations {
  /** How rows follow each other: n queries, n positives, n negatives; or anyhow, with labels. */
  layout: 'triplets' | 'labels';
  rows: number;
  /** Pairs as the sampler gave them. */
  given: RowPairs;
  /** By labels; absent where the data has none. */
  byLabel?: LabelRelations;
}

/** Both `[rows * rows]`, row by row. */
export interface LabelRelations {
  /** 1 where two rows show different images of one label. */
  same: Uint8Array;
  /** How much two rows are each other's negatives: 0 for one label, up to 1 for another. */
  differing: Float32Array;
  /** Rows that have a positive. */
  anchors: Int32Array;
}

export interface RelationSource {
  /** The image of each row. */
  indexes: Uint32Array;
  layout: BatchRelations['layout'];
  /** One label an image; needed for the layout `labels`. */
  labels?: readonly string[];
  /** One broader label an image. */
  categories?: readonly string[];
  /** How much another label of the same category differs, 0 to 1. */
  sameCategoryWeight: number;
}

/** How the rows of a batch relate. */
export function relationsOf(source: RelationSource): BatchRelations {
  const { layout, indexes, labels } = source;
  const rows = indexes.length;
  const byLabel = labels && labelRelations({ ...source, labels });
  const given =
    layout === 'triplets'
      ? tripletPairs(rows / 3)
      : pairsOf(byLabel?.same ?? new Uint8Array(), rows);
  return { layout, rows, given, ...(byLabel && { byLabel }) };
}

/** Queries with their positives, and positives with their queries. */
function tripletPairs(n: number): RowPairs {
  const anchors = Int32Array.from({ length: 2 * n }, (_, i) => i);
  return { anchors, positives: anchors.map((row) => (row + n) % (2 * n)) };
}

function pairsOf(same: Uint8Array, rows: number): RowPairs {
  const entries = [...same.keys()].filter((at) => same[at] === 1);
  return {
    anchors: Int32Array.from(entries, (at) => Math.floor(at / rows)),
    positives: Int32Array.from(entries, (at) => at % rows),
  };
}

function labelRelations(source: RelationSource & { labels: readonly string[] }): LabelRelations {
  const { indexes, labels, categories, sameCategoryWeight } = source;
  const rows = indexes.length;
  const same = new Uint8Array(rows * rows);
  const differing = new Float32Array(rows * rows);
  const anchors: number[] = [];
  for (const [i, a] of indexes.entries()) {
    let positives = 0;
    for (const [j, b] of indexes.entries()) {
      const at = i * rows + j;
      if (labels[a] !== labels[b]) {
        const near = categories !== undefined && categories[a] === categories[b];
        differing[at] = near ? sameCategoryWeight : 1;
      } else if (a !== b) {
        same[at] = 1;
        positives++;
      }
    }
    if (positives > 0) anchors.push(i);
  }
  return { same, differing, anchors: Int32Array.from(anchors) };
}
