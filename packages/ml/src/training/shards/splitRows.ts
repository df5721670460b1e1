/**
 * Deals the rows of a batch out to its parts, row i to part `i mod count`, so that each part has
 * its share of queries, positives and negatives.
 *
 * @param values `[rows, ...]`, row after row
 */
export function splitRows(values: Float32Array, rows: number, count: number): Float32Array[] {
  const size = values.length / rows;
  return Array.from({ length: count }, (_, shard) => {
    const part = new Float32Array(rowsOfShard(rows, count, shard) * size);
    for (let row = shard, to = 0; row < rows; row += count, to += size) {
      part.set(values.subarray(row * size, (row + 1) * size), to);
    }
    return part;
  });
}

/** The inverse of `splitRows`. */
export function joinRows(parts: readonly Float32Array[], rows: number): Float32Array<ArrayBuffer> {
  const size = parts.reduce((sum, { length }) => sum + length, 0) / rows;
  const values = new Float32Array(rows * size);
  for (let row = 0; row < rows; row++) {
    const from = Math.floor(row / parts.length) * size;
    const part = parts[row % parts.length] as Float32Array;
    values.set(part.subarray(from, from + size), row * size);
  }
  return values;
}

/** How many rows a part gets. */
export function rowsOfShard(rows: number, count: number, shard: number): number {
  return Math.floor((rows - shard + count - 1) / count);
}
