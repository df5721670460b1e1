import { describe, expect, it } from 'vitest';
import {
  indexTypeOf,
  requireStorable,
} from '../../../apps/api/src/embeddings/vectors/indexType.ts';

describe('the index of a dimension', () => {
  it('is of half precision from 2,001 numbers on, and none from 4,001 on', () => {
    expect(indexTypeOf(2000, 'vector')?.cast).toBe('vector(2000)');
    expect(indexTypeOf(2001, 'vector')?.cast).toBe('halfvec(2001)');
    expect(indexTypeOf(4001, 'vector')).toBeUndefined();
  });

  it('is not asked for where pgvector stores no such vector', () => {
    expect(() => requireStorable({ name: 'ranknet', dimension: 4096 })).not.toThrow();
    expect(() => requireStorable({ name: 'skip 4', dimension: 7 * 7 * 2048 })).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        details: expect.objectContaining({ field: 'model', maximum: 16_000 }),
      }),
    );
  });
});
