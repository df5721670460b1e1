import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPgvectorVersion, isPgvectorRecent } from '../../../apps/api/src/database/pgvector.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

describe('the pgvector version', () => {
  it.each([
    ['0.7.4', false],
    ['0.8.0', true],
    ['0.8.7', true],
    ['0.10.0', true],
    ['1.0.0', true],
    ['0.5', false],
  ])('%s is recent: %s', (version, recent) => {
    expect(isPgvectorRecent(version)).toBe(recent);
  });
});

describe('a database without pgvector', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
    await test.database.pool.query('DROP EXTENSION vector CASCADE');
  });
  afterAll(() => test?.close());

  it('is refused with what to do', async () => {
    const pool: Pool = test.database.pool;
    await expect(checkPgvectorVersion(pool)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('pgvector 0.8 or newer'),
    });
  });
});
