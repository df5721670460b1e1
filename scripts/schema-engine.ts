import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Pool, QueryConfig, QueryResult } from 'pg';

/** Part of Node, but typed only in the browser's library. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

const PACKAGE = new URL('.', import.meta.resolve('@prisma/schema-engine-wasm'));

/**
 * Prisma's schema engine as WebAssembly: what `prisma migrate` runs, without the native binary
 * that its command line downloads. Makes our migrations and checks them.
 */
export async function openSchemaEngine(pool: Pool): Promise<SchemaEngine> {
  const glue = await import(new URL('schema_engine_bg.js', PACKAGE).href);
  const bytes = await readFile(new URL('schema_engine_bg.wasm', PACKAGE));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const bound = bindMigrationAwareSqlAdapterFactory(new PrismaPg(readingCatalogs(pool)));
  return glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, bound);
}

/** The type "char" of the system catalogs, and text. */
const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * The engine reads system catalogs, some of whose columns are of the type "char", which Prisma's
 * adapter does not know: they are called text on the way. The pool itself stays as it is.
 */
function readingCatalogs(pool: Pool): Pool {
  return new Proxy(pool, {
    get(target, property) {
      if (property === 'query') return (query: QueryConfig) => queryAsText(target, query);
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function queryAsText(pool: Pool, query: QueryConfig): Promise<QueryResult> {
  const result = await pool.query(query);
  for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
  return result;
}

const NO_FILTER = { externalTables: [], externalEnums: [] };

/**
 * SQL that brings the database the engine is connected to (or an empty one) to the given Prisma
 * schema; "-- This is an empty migration." when nothing differs.
 */
export async function diffToSchema(
  engine: SchemaEngine,
  from: 'empty' | 'database',
  schema: string,
): Promise<string> {
  const files = [{ path: 'schema.prisma', content: schema }];
  const result = await engine.diff({
    from:
      from === 'empty'
        ? { tag: 'empty' }
        : { tag: 'schemaDatasource', files, configDir: process.cwd() },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    filters: NO_FILTER,
  });
  return result.stdout ?? '';
}
