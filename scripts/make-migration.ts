// npm run db:diff -- <name>: writes prisma/migrations/<time>_<name>/migration.sql with what
// schema.prisma has and the migrations lack, as `prisma migrate dev --create-only` would. Tables
// that Prisma does not know (the embedding partitions) live in no migration, so none is dropped.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS_DIR, openDatabase } from '../apps/api/src/database/database.ts';
import { diffToSchema, openSchemaEngine } from './schema-engine.ts';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run db:diff -- <name_in_lower_case>');
  process.exit(1);
}
const dataDir = await mkdtemp(join(tmpdir(), 'semblance-diff-'));
const database = await openDatabase({ dataDir, databaseUrl: undefined });
const engine = await openSchemaEngine(database.pool);
const schema = await readFile(new URL('../prisma/schema.prisma', import.meta.url), 'utf8');
const sql = await diffToSchema(engine, 'database', schema);
engine.free();
await database.close();
await rm(dataDir, { recursive: true, force: true });

if (!/^(CREATE|ALTER|DROP)/m.test(sql)) {
  console.log('schema.prisma and the migrations agree; nothing to write.');
} else {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const directory = join(MIGRATIONS_DIR, `${time}_${name}`);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'migration.sql'), sql);
  console.log(`Wrote ${directory}/migration.sql; read it before committing.`);
}
