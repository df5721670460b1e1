/** How vectors of one dimension are indexed and compared. */
export interface IndexType {
  /** What the column is cast to, in the index and in every query that shall use it. */
  readonly cast: string;
  readonly operatorClass: string;
}

/** pgvector's HNSW limits: 2,000 dimensions as vector, 4,000 as halfvec. */
const MAX_VECTOR = 2_000;
const MAX_HALFVEC = 4_000;

/**
 * The index for a dimension, or undefined where HNSW has none: such a model version is searched
 * exactly.
 * @param stored column type: vector in the embedded database (halfvec is slow in WebAssembly),
 *   halfvec on a server (half the memory)
 */
export function indexTypeOf(
  dimension: number,
  stored: 'vector' | 'halfvec',
): IndexType | undefined {
  if (dimension > MAX_HALFVEC) return undefined;
  const type = dimension > MAX_VECTOR ? 'halfvec' : stored;
  return { cast: `${type}(${dimension})`, operatorClass: `${type}_ip_ops` };
}

/** What vectors are compared as when there is no index. */
export function castOf(dimension: number, stored: 'vector' | 'halfvec'): string {
  return indexTypeOf(dimension, stored)?.cast ?? `${stored}(${dimension})`;
}
