import type { Prisma } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import type { GivenMapping } from '../feeds/mapping.ts';
import { parseImportRun } from '../imports/importRun.ts';
import { type ImportSource, parseSource, type SourceWithRun } from './importSource.ts';

export interface NewSource
  extends Omit<Prisma.ImportSourceUncheckedCreateInput, 'catalogId' | 'mapping'> {
  readonly mapping: GivenMapping | null;
}

/** Rows of sources. */
export function createSourcesStore({ prisma, pool }: Database) {
  return {
    /** Makes the catalog too, when it is new. @param catalog its name */
    create: (catalog: string, source: NewSource): Promise<ImportSource> =>
      createSource(prisma, catalog, source),

    async has(catalog: string, address: string): Promise<boolean> {
      const where = { address, catalog: { name: catalog } };
      return (await prisma.importSource.count({ where })) > 0;
    },

    async list(catalogId?: string): Promise<ImportSource[]> {
      const where = catalogId === undefined ? {} : { catalogId };
      const rows = await prisma.importSource.findMany({ where, orderBy: { createdAt: 'asc' } });
      return rows.map(parseSource);
    },

    async find(id: string): Promise<SourceWithRun | null> {
      const include = { catalog: true, lastRun: true };
      const row = await prisma.importSource.findUnique({ where: { id }, include });
      return row && { ...parseSource(row), lastRun: row.lastRun && parseImportRun(row.lastRun) };
    },

    update: async (
      id: string,
      data: Omit<Prisma.ImportSourceUncheckedUpdateInput, 'mapping'>,
    ): Promise<ImportSource> =>
      parseSource(await prisma.importSource.update({ where: { id }, data })),

    async delete(id: string): Promise<void> {
      await prisma.importSource.delete({ where: { id } });
    },

    /**
     * Takes the sources whose time has come, and sets their next: of several workers one gets each.
     * A source that was due for long is due once.
     */
    async takeDue(now: Date): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(
        `UPDATE "ImportSource" SET "nextAt" = $1::timestamptz + "everyMinutes" * interval '1 minute'
         WHERE enabled AND "nextAt" <= $1 RETURNING id`,
        [now],
      );
      return rows.map(({ id }) => id);
    },
  };
}

function createSource(
  prisma: Database['prisma'],
  catalog: string,
  { mapping, ...data }: NewSource,
): Promise<ImportSource> {
  return prisma.$transaction(async (tx) => {
    const { id: catalogId } = await tx.catalog.upsert({
      where: { name: catalog },
      create: { name: catalog },
      update: {},
    });
    const given = { ...data, catalogId, ...(mapping && { mapping }) };
    return parseSource(await tx.importSource.create({ data: given }));
  });
}

export type SourcesStore = ReturnType<typeof createSourcesStore>;
