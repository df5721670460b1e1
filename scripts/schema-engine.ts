import { readFile } from 'node:fs/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
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
  const bound = bindMigrationAwareSqlAdapterFactory(new CatalogReader(pool));
  return glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, bound);
}

/** The type "char" of the system catalogs, and text. */
const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * The engine reads system catalogs, some of whose columns are of the type "char", which Prisma's
 * adapter does not know: they pass it as text and are called characters again after it. The engine
 * sends one query at a time.
 */
class CatalogReader extends PrismaPg {
  #characters: number[] = [];

  constructor(pool: Pool) {
    const query = async (config: QueryConfig): Promise<QueryResult> => {
      const result = await pool.query(config);
      this.#characters = result.fields.flatMap(({ dataTypeID }, column) =>
        dataTypeID === CHAR_OID ? [column] : [],
      );
      for (const column of this.#characters) {
        Object.assign(result.fields[column] ?? {}, { dataTypeID: TEXT_OID });
      }
      return result;
    };
    super(
      new Proxy(pool, { get: (target, name) => (name === 'query' ? query : member(target, name)) }),
    );
  }

  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      for (const column of this.#characters) result.columnTypes[column] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  }
}

/** A property of the pool itself, with its methods bound to it. */
function member(pool: Pool, name: string | symbol): unknown {
  const value: unknown = Reflect.get(pool, name, pool);
  return typeof value === 'function' ? value.bind(pool) : value;
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
