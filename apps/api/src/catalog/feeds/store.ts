import type { Database } from '../../database/database.ts';
import type { FeedFormat } from './format.ts';
import { type ColumnMapping, mappingSchema } from './mapping.ts';

export type FeedsStore = ReturnType<typeof createFeedsStore>;

/** The mappings that were last given for a catalog's feeds. */
export function createFeedsStore({ prisma }: Pick<Database, 'prisma'>) {
  return {
    /** @param catalog by its name */
    async savedMapping(catalog: string, format: FeedFormat): Promise<ColumnMapping | null> {
      const saved = await prisma.feedMapping.findFirst({
        where: { format, catalog: { name: catalog } },
      });
      return saved && mappingSchema.parse(saved.mapping);
    },

    async saveMapping(
      catalogId: string,
      format: FeedFormat,
      mapping: ColumnMapping,
    ): Promise<void> {
      await prisma.feedMapping.upsert({
        where: { catalogId_format: { catalogId, format } },
        create: { catalogId, format, mapping },
        update: { mapping },
      });
    },
  };
}
