import { z } from 'zod';
import type {
  Catalog,
  ImportSource as ImportSourceRow,
} from '../../../../../prisma/client/client.ts';
import { FEED_FORMATS, type FeedFormat } from '../feeds/format.ts';
import { type GivenMapping, givenMappingSchema } from '../feeds/mapping.ts';
import type { ImportRun } from '../imports/importRun.ts';

/** An address that a catalog is imported from again and again. */
export interface ImportSource extends Omit<ImportSourceRow, 'format' | 'mapping'> {
  readonly format: FeedFormat | null;
  readonly mapping: GivenMapping | null;
}

export interface SourceWithRun extends ImportSource {
  readonly catalog: Catalog;
  readonly lastRun: ImportRun | null;
}

const columns = z.object({
  format: z.enum(FEED_FORMATS).nullable(),
  mapping: givenMappingSchema.nullable(),
});

/** @throws ZodError when a column holds what no source is made with */
export function parseSource<Row extends ImportSourceRow>({ format, mapping, ...row }: Row) {
  return { ...row, ...columns.parse({ format, mapping }) };
}
