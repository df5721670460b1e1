import type { ImportRun, ImportSource, Prisma } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';

type Client = Database['prisma'];
export type NewSource = Omit<Prisma.ImportSourceUncheckedCreateInput, 'catalogId'>;

/** Makes the catalog too, when it is new. */
export async function createSource(
  prisma: Client,
  catalog: string,
  data: NewSource,
): Promise<ImportSource> {
  return prisma.$transaction(async (tx) => {
    const { id } = await tx.catalog.upsert({
      where: { name: catalog },
      create: { name: catalog },
      update: {},
    });
    return tx.importSource.create({ data: { ...data, catalogId: id } });
  });
}

export function findSourceOf(
  prisma: Client,
  catalog: string,
  address: string,
): Promise<ImportSource | null> {
  return prisma.importSource.findFirst({ where: { address, catalog: { name: catalog } } });
}

export function listSources(prisma: Client, catalogId: string | undefined) {
  return prisma.importSource.findMany({
    where: catalogId === undefined ? {} : { catalogId },
    orderBy: { createdAt: 'asc' },
  });
}

export function findSource(prisma: Client, id: string) {
  return prisma.importSource.findUnique({
    where: { id },
    include: { catalog: true, lastRun: true },
  });
}
export type SourceWithRun = NonNullable<Awaited<ReturnType<typeof findSource>>>;

export function updateSource(
  prisma: Client,
  id: string,
  data: Prisma.ImportSourceUncheckedUpdateInput,
): Promise<ImportSource> {
  return prisma.importSource.update({ where: { id }, data });
}

export async function deleteSource(prisma: Client, id: string): Promise<void> {
  await prisma.importSource.delete({ where: { id } });
}

export async function runsByIds(
  prisma: Client,
  ids: readonly string[],
): Promise<Map<string, ImportRun>> {
  const runs = await prisma.importRun.findMany({ where: { id: { in: [...ids] } } });
  return new Map(runs.map((run) => [run.id, run]));
}

/**
 * Takes the sources whose time has come, and sets their next: of several workers one gets each. A
 * source that was due for long is due once.
 */
export async function takeDue({ pool }: Pick<Database, 'pool'>, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `UPDATE "ImportSource" SET "nextAt" = $1::timestamptz + "everyMinutes" * interval '1 minute'
     WHERE enabled AND "nextAt" <= $1 RETURNING id`,
    [now],
  );
  return rows.map(({ id }) => id);
}
