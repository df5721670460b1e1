import type { AliasChange, Prisma } from '../../../../../prisma/client/client.ts';
import type { Database } from '../../database/database.ts';
import type { JobClient } from '../../jobs/jobRow.ts';
import { type ModelManifest, type ModelVersion, modelVersionOf } from './modelVersion.ts';

export interface NewModelVersion {
  readonly id: string;
  readonly name: string;
  /** Directory of weights and manifest, relative to the data directory. */
  readonly artifact: string;
  /** Null for a model brought in from elsewhere. */
  readonly trainingRunId: string | null;
  readonly manifest: ModelManifest;
}

type ModelKey = { id: string } | { number: number } | { trainingRunId: string };

export type ModelsStore = ReturnType<typeof createModelsStore>;

/** Rows of model versions, and of the aliases that name them. */
export function createModelsStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    ...aliasStore(prisma),

    /** Newest first. */
    async list(): Promise<ModelVersion[]> {
      const rows = await prisma.modelVersion.findMany({ orderBy: { number: 'desc' } });
      return rows.map(modelVersionOf);
    },

    async find(where: ModelKey): Promise<ModelVersion | null> {
      const row = await prisma.modelVersion.findUnique({ where });
      return row && modelVersionOf(row);
    },

    async byIds(ids: readonly string[]): Promise<Map<string, ModelVersion>> {
      const rows = await prisma.modelVersion.findMany({ where: { id: { in: [...ids] } } });
      return new Map(rows.map((row) => [row.id, modelVersionOf(row)]));
    },

    /** By training run; runs that have made no model are missing. */
    async byTrainingRuns(runIds: readonly string[]): Promise<Map<string, ModelVersion>> {
      const where = { trainingRunId: { in: [...runIds] } };
      const rows = await prisma.modelVersion.findMany({ where });
      return new Map(rows.map((row) => [row.trainingRunId ?? '', modelVersionOf(row)]));
    },

    /** Gives it the next number. */
    async create({ manifest, ...version }: NewModelVersion): Promise<ModelVersion> {
      const { model: architecture, dimension, preprocessing } = manifest;
      const source = version.trainingRunId === null ? 'IMPORTED' : 'TRAINED';
      const data = { ...version, source, architecture, dimension, preprocessing } as const;
      return modelVersionOf(
        await prisma.modelVersion.create({ data: { ...data, manifest: plain(manifest) } }),
      );
    },

    delete: (id: string): Promise<unknown> => prisma.modelVersion.delete({ where: { id } }),
  };
}

/** Plain data, as the database keeps it. */
function plain(manifest: ModelManifest): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(manifest));
}

function aliasStore(prisma: Database['prisma']) {
  return {
    async findByAlias(name: string): Promise<ModelVersion | null> {
      const alias = await prisma.modelAlias.findUnique({
        where: { name },
        include: { modelVersion: true },
      });
      return alias && modelVersionOf(alias.modelVersion);
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
