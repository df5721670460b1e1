import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS_DIR } from '../../../apps/api/src/database/database.ts';
import { migrate, readMigrations } from '../../../apps/api/src/database/migrator.ts';
import { diffToSchema, openSchemaEngine } from '../../../scripts/schema-engine.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

const SCHEMA = new URL('../../../prisma/schema.prisma', import.meta.url);

let test: TestDatabase;
let engine: SchemaEngine;
let directory: string;

beforeAll(async () => {
  test = await testDatabase();
  engine = await openSchemaEngine(test.database.pool);
  directory = await mkdtemp(join(tmpdir(), 'semblance-migrations-'));
  await cp(MIGRATIONS_DIR, directory, { recursive: true });
});
afterAll(async () => {
  engine?.free();
  await rm(directory, { recursive: true, force: true });
  await test?.close();
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(directory, name), { recursive: true });
  await writeFile(join(directory, name, 'migration.sql'), sql);
}

const tableExists = async (name: string) => {
  const { rows } = await test.database.pool.query<{ there: boolean }>(
    `SELECT to_regclass($1) IS NOT NULL AS there`,
    [`"${name}"`],
  );
  return rows[0]?.there;
};

describe('the migrations', () => {
  it("make exactly what schema.prisma says, by Prisma's own schema engine", async () => {
    const sql = await diffToSchema(engine, 'database', await readFile(SCHEMA, 'utf8'));
    expect(sql.trim()).toBe('-- This is an empty migration.');
  });

  it('are known to Prisma as applied, with the checksums that it computes', async () => {
    const migrations = await readMigrations(MIGRATIONS_DIR);
    const { rows } = await test.database.pool.query(
      'SELECT migration_name, checksum, finished_at, applied_steps_count FROM "_prisma_migrations"',
    );
    expect(rows).toHaveLength(migrations.length);
    for (const { name, sql } of migrations) {
      const checksum = createHash('sha256').update(sql).digest('hex');
      expect(rows).toContainEqual(
        expect.objectContaining({ migration_name: name, checksum, applied_steps_count: 1 }),
      );
    }
    const diagnosis = await engine.diagnoseMigrationHistory({
      optInToShadowDatabase: false,
      migrationsList: {
        baseDir: MIGRATIONS_DIR,
        lockfile: {
          path: 'migration_lock.toml',
          content: await readFile(join(MIGRATIONS_DIR, 'migration_lock.toml'), 'utf8'),
        },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: {
            path: 'migration.sql',
            content: { tag: 'ok', value: sql },
          },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    });
    expect(diagnosis).toMatchObject({
      history: null,
      failedMigrationNames: [],
      editedMigrationNames: [],
      hasMigrationsTable: true,
    });
  });
});

describe('the migrator', () => {
  it('applies only what is new, once, also when two start at the same time', async () => {
    await addMigration('20990101000000_more', 'CREATE TABLE "More" ("id" INT PRIMARY KEY);');
    const applied = await Promise.all([
      migrate(test.database.pool, directory),
      migrate(test.database.pool, directory),
    ]);
    expect(applied.flat()).toEqual(['20990101000000_more']);
    expect(await tableExists('More')).toBe(true);
    expect(await migrate(test.database.pool, directory)).toEqual([]);
  });

  it('leaves nothing of a migration that fails, nor of those before it in the same run', async () => {
    await addMigration('20990102000000_good', 'CREATE TABLE "Good" ("id" INT PRIMARY KEY);');
    await addMigration('20990103000000_bad', 'CREATE TABLE "Bad" ("id" INT); SELECT 1 / 0;');
    await expect(migrate(test.database.pool, directory)).rejects.toMatchObject({ code: '22012' });
    expect([await tableExists('Good'), await tableExists('Bad')]).toEqual([false, false]);
    await rm(join(directory, '20990103000000_bad'), { recursive: true });
    expect(await migrate(test.database.pool, directory)).toEqual(['20990102000000_good']);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await addMigration('20990101000000_more', 'CREATE TABLE "More" ("id" BIGINT PRIMARY KEY);');
    await expect(migrate(test.database.pool, directory)).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { migration: '20990101000000_more' },
      message: expect.stringContaining('edited'),
    });
  });

  it('refuses a database that is newer than the program', async () => {
    await expect(migrate(test.database.pool, MIGRATIONS_DIR)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('not in this version of Semblance'),
    });
  });
});
