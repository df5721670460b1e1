/** Rows of model versions, aliases and embedding runs; vectors are in vectorTable.ts. */
import type { EmbedRun, ModelVersion, Prisma } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';

type Client = Database['prisma'];

export function listModels(prisma: Client): Promise<ModelVersion[]> {
  return prisma.modelVersion.findMany({ orderBy: { number: 'desc' } });
}

export function findModel(
  prisma: Client,
  where: { id: string } | { number: number } | { trainingRunId: string },
): Promise<ModelVersion | null> {
  return prisma.modelVersion.findUnique({ where });
}

export async function findModelByAlias(prisma: Client, name: string): Promise<ModelVersion | null> {
  const alias = await prisma.modelAlias.findUnique({
    where: { name },
    include: { modelVersion: true },
  });
  return alias?.modelVersion ?? null;
}

export function modelsByIds(prisma: Client, ids: readonly string[]): Promise<ModelVersion[]> {
  return prisma.modelVersion.findMany({ where: { id: { in: [...ids] } } });
}

export function modelsByTrainingRuns(
  prisma: Client,
  runIds: readonly string[],
): Promise<ModelVersion[]> {
  return prisma.modelVersion.findMany({ where: { trainingRunId: { in: [...runIds] } } });
}

export function aliasesOfModels(prisma: Client, ids: readonly string[]) {
  return prisma.modelAlias.findMany({
    where: { modelVersionId: { in: [...ids] } },
    orderBy: { name: 'asc' },
  });
}

export function createModel(
  prisma: Client,
  data: Prisma.ModelVersionUncheckedCreateInput,
): Promise<ModelVersion> {
  return prisma.modelVersion.create({ data });
}

export async function deleteModel(prisma: Client, id: string): Promise<void> {
  await prisma.modelVersion.delete({ where: { id } });
}

/** Moves an alias and writes its history, both or neither. */
export async function moveAlias(
  prisma: Client,
  alias: string,
  modelVersionId: string,
): Promise<void> {
  await prisma.$transaction(async (tx) => {
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
}

export function aliasHistory(prisma: Client, alias: string) {
  return prisma.aliasChange.findMany({ where: { alias }, orderBy: { id: 'desc' }, take: 100 });
}

export function createRun(
  prisma: Client,
  data: { modelVersionId: string; promote: boolean },
): Promise<EmbedRun> {
  return prisma.embedRun.create({ data });
}

export function findRun(prisma: Client, id: string): Promise<EmbedRun | null> {
  return prisma.embedRun.findUnique({ where: { id } });
}

export function listRuns(prisma: Client, first: number): Promise<EmbedRun[]> {
  return prisma.embedRun.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first,
  });
}

/** The run of this version that has not ended yet. */
export function findOpenRun(prisma: Client, modelVersionId: string): Promise<EmbedRun | null> {
  return prisma.embedRun.findFirst({
    where: { modelVersionId, status: { in: ['QUEUED', 'RUNNING'] } },
    orderBy: { createdAt: 'asc' },
  });
}

/** Runs that were under way when their worker died. */
export function listOpenRuns(prisma: Client): Promise<EmbedRun[]> {
  return prisma.embedRun.findMany({ where: { status: { in: ['QUEUED', 'RUNNING'] } } });
}

/** The last pass that went through, whose failures a promotion accepts. */
export function lastFinishedRun(prisma: Client, modelVersionId: string): Promise<EmbedRun | null> {
  return prisma.embedRun.findFirst({
    where: { modelVersionId, phase: { in: ['promoting', 'done'] } },
    orderBy: { createdAt: 'desc' },
  });
}

/** A running pass that has been silent for so long has lost its process. */
export const DEAD_AFTER_MS = 5 * 60 * 1000;

/** Makes this process the one that does the pass; false when it ended or another is at it. */
export async function claimRun(prisma: Client, id: string, now: Date): Promise<boolean> {
  const dead = new Date(now.getTime() - DEAD_AFTER_MS);
  const { count } = await prisma.embedRun.updateMany({
    where: {
      id,
      OR: [
        { status: 'QUEUED' },
        { status: 'RUNNING', heartbeatAt: { lt: dead } },
        { status: 'RUNNING', heartbeatAt: null },
      ],
    },
    data: { status: 'RUNNING', heartbeatAt: now, startedAt: now },
  });
  return count > 0;
}

/** A sign of life. */
export async function beat(prisma: Client, id: string, now: Date): Promise<void> {
  await prisma.embedRun.updateMany({
    where: { id, status: 'RUNNING' },
    data: { heartbeatAt: now },
  });
}

export function updateRun(
  prisma: Client,
  id: string,
  data: Prisma.EmbedRunUncheckedUpdateInput,
): Promise<EmbedRun> {
  return prisma.embedRun.update({ where: { id }, data });
}
