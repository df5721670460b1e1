import { AppError, badInput } from '../../errors.ts';

/** How far from 1 the length of an embedding may be: half precision loses about 1e-3. */
const UNIT_TOLERANCE = 5e-3;

/**
 * Refuses what must never be stored or searched with: HNSW silently leaves out zero vectors, and
 * one NaN makes every distance NaN.
 * @throws DIMENSION_MISMATCH, or BAD_INPUT for a zero, non-finite or not unit-norm vector
 */
export function checkVector(vector: ArrayLike<number>, dimension: number): void {
  if (vector.length !== dimension) {
    const message = `The vector has ${vector.length} numbers; this model version has ${dimension}.`;
    throw new AppError('DIMENSION_MISMATCH', message, { expected: dimension, got: vector.length });
  }
  const length = euclideanLength(vector);
  if (!Number.isFinite(length)) {
    throw badInput('vector', 'The vector holds NaN or infinity: the model is broken, train again.');
  }
  if (length === 0) throw badInput('vector', 'The vector is zero: it has no direction to compare.');
  if (Math.abs(length - 1) > UNIT_TOLERANCE) {
    throw badInput('vector', `The vector has length ${length.toFixed(4)}; it must have length 1.`);
  }
}

function euclideanLength(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] as number) ** 2;
  return Math.sqrt(sum);
}

/** As pgvector reads it: `[0.1,0.2]`. */
export function toVectorText(vector: ArrayLike<number>): string {
  return `[${Array.from(vector).join(',')}]`;
}

/** From pgvector's text. */
export function fromVectorText(text: string): Float32Array {
  return Float32Array.from(JSON.parse(text) as number[]);
}
