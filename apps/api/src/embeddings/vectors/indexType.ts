import { badInput } from '../../errors.ts';

/** How vectors of one dimension are indexed and compared. */
export interface IndexType {
  /** What the column is cast to, in the index and in every query that shall use it. */
  readonly cast: string;
  readonly operatorClass: string;
}

/** pgvector's HNSW limits: 2,000 dimensions as vector, 4,000 as halfvec. */
const MAX_VECTOR = 2_000;
const MAX_HALFVEC = 4_000;
/** What pgvector stores at all, of either type. */
const MAX_STORED = 16_000;

/** @throws BAD_INPUT for vectors too long to be stored */
export function requireStorable({ name, dimension }: { name: string; dimension: number }): void {
  if (dimension <= MAX_STORED) return;
  const message = `${name} gives vectors of ${dimension} numbers and pgvector stores at most ${MAX_STORED}, so it can be trained and judged but not embed a catalog. Where its architecture has an intended form (docs/MODELS.md), train that.`;
  throw badInput('model', message, { dimension, maximum: MAX_STORED });
}

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
