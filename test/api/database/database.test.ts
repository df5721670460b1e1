import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ON_NATIVE_POSTGRES, type TestDatabase, testDatabase } from '../../support/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test?.close());

describe('an open database', () => {
  it('is migrated, has pgvector 0.8 or newer and knows its vector type', async () => {
    expect(test.database.migrated).toEqual([]); // the template it was cloned from had been
    expect(test.database.pgvectorVersion).toMatch(/^0\.(8|9|\d\d)/);
    expect(test.database.kind).toBe(ON_NATIVE_POSTGRES ? 'server' : 'embedded');
    expect(test.database.vectorType).toBe(ON_NATIVE_POSTGRES ? 'halfvec' : 'vector');
    const { rows } = await test.database.pool.query<{ distance: number }>(
      `SELECT '[3,4]'::${test.database.vectorType} <-> '[0,0]' AS distance`,
    );
    expect(rows[0]?.distance).toBe(5);
  });

  it('answers many callers at once without mixing up their statements', async () => {
    const { pool } = test.database;
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, caller) => {
        const { rows } = await pool.query(`SELECT $1::int * 2 AS "of${caller}"`, [caller]);
        return rows[0]?.[`of${caller}`];
      }),
    );
    expect(answers).toEqual(Array.from({ length: 60 }, (_, caller) => caller * 2));
  });

  it('keeps transactions of different callers apart', async () => {
    const { prisma } = test.database;
    const make = (name: string, fail: boolean) =>
      prisma.$transaction(async (tx) => {
        await tx.catalog.create({ data: { name } });
        if (fail) throw new Error('rolled back');
        return tx.catalog.count({ where: { name } });
      });
    const settled = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => make(`shop ${index}`, index % 2 === 1)),
    );
    expect(settled.map(({ status }) => status)).toEqual(
      Array.from({ length: 8 }, (_, index) => (index % 2 === 1 ? 'rejected' : 'fulfilled')),
    );
    const names = await prisma.catalog.findMany({ orderBy: { name: 'asc' } });
    expect(names.map(({ name }) => name)).toEqual(['shop 0', 'shop 2', 'shop 4', 'shop 6']);
  });
});
