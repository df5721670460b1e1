import type { AliasChange, ModelVersion, Prisma } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import type { JobClient } from '../../jobs/jobRow.ts';

type ModelKey = { id: string } | { number: number } | { trainingRunId: string };

export type ModelsStore = ReturnType<typeof createModelsStore>;

/** Rows of model versions, and of the aliases that name them. */
export function createModelsStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    ...aliasStore(prisma),

    /** Newest first. */
    list: (): Promise<ModelVersion[]> =>
      prisma.modelVersion.findMany({ orderBy: { number: 'desc' } }),

    find: (where: ModelKey): Promise<ModelVersion | null> =>
      prisma.modelVersion.findUnique({ where }),

    async byIds(ids: readonly string[]): Promise<Map<string, ModelVersion>> {
      const models = await prisma.modelVersion.findMany({ where: { id: { in: [...ids] } } });
      return new Map(models.map((model) => [model.id, model]));
    },

    /** By training run; runs that have made no model are missing. */
    async byTrainingRuns(runIds: readonly string[]): Promise<Map<string, ModelVersion>> {
      const where = { trainingRunId: { in: [...runIds] } };
      const models = await prisma.modelVersion.findMany({ where });
      return new Map(models.map((model) => [model.trainingRunId ?? '', model]));
    },

    create: (data: Prisma.ModelVersionUncheckedCreateInput): Promise<ModelVersion> =>
      prisma.modelVersion.create({ data }),

    delete: (id: string): Promise<unknown> => prisma.modelVersion.delete({ where: { id } }),
  };
}

function aliasStore(prisma: Database['prisma']) {
  return {
    async findByAlias(name: string): Promise<ModelVersion | null> {
      const alias = await prisma.modelAlias.findUnique({
        where: { name },
        include: { modelVersion: true },
      });
      return alias?.modelVersion ?? null;
    },

    /** By model version; one that no alias names has an empty list. */
    async aliasesOf(modelIds: readonly string[]): Promise<Map<string, string[]>> {
      const aliases = new Map<string, string[]>(modelIds.map((id) => [id, []]));
      const rows = await prisma.modelAlias.findMany({
        where: { modelVersionId: { in: [...modelIds] } },
        orderBy: { name: 'asc' },
      });
      for (const { modelVersionId, name } of rows) aliases.get(modelVersionId)?.push(name);
      return aliases;
    },

    /**
     * Moves an alias and writes its history, both or neither.
     * @param also done in the same transaction
     */
    async moveAlias(
      alias: string,
      modelVersionId: string,
      also?: (client: JobClient) => Promise<void>,
    ): Promise<void> {
      await prisma.$transaction(async (tx) => {
        await also?.(tx);
        const before = await tx.modelAlias.findUnique({ where: { name: alias } });
        if (before?.modelVersionId === modelVersionId) return;
        await tx.modelAlias.upsert({
          where: { name: alias },
          create: { name: alias, modelVersionId },
          update: { modelVersionId },
        });
        await tx.aliasChange.create({
          data: { alias, modelVersionId, previousId: before?.modelVersionId ?? null },
        });
      });
    },

    /** Newest first, at most 100. */
    aliasHistory: (alias: string): Promise<AliasChange[]> =>
      prisma.aliasChange.findMany({ where: { alias }, orderBy: { id: 'desc' }, take: 100 }),
  };
}
