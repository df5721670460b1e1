import type { Upload } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';

/** The rows of uploads; see service.ts for what they mean. */
export function createUploadsStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    create: (data: Pick<Upload, 'purpose' | 'name' | 'expiresAt'>): Promise<Upload> =>
      prisma.upload.create({ data }),

    find: (id: string): Promise<Upload | null> => prisma.upload.findUnique({ where: { id } }),

    /** False when it was completed before: of two uploads to one address the first counts. */
    async complete(id: string, sha256: string, bytes: number, completedAt: Date): Promise<boolean> {
      const { count } = await prisma.upload.updateMany({
        where: { id, completedAt: null },
        data: { sha256, bytes, completedAt },
      });
      return count === 1;
    },

    createdBefore: (moment: Date): Promise<Upload[]> =>
      prisma.upload.findMany({ where: { createdAt: { lt: moment } }, take: 1000 }),

    remove: (id: string): Promise<unknown> => prisma.upload.deleteMany({ where: { id } }),
  };
}
