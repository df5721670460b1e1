import { z } from 'zod';
import type { ImportRun as ImportRunRow } from '../../../../../prisma/client/client.ts';
import { AppError } from '../../errors.ts';
import { FEED_FORMATS, type FeedFormat } from '../feeds/format.ts';
import { type ColumnMapping, mappingSchema } from '../feeds/mapping.ts';
import { type Example, exampleSchema } from './example.ts';

/** One import or dry run: what is asked for, how far it is, what it counted. */
export interface ImportRun extends Omit<ImportRunRow, 'mapping' | 'examples' | 'format'> {
  readonly format: FeedFormat;
  readonly mapping: ColumnMapping;
  readonly examples: readonly Example[];
}

/** Products taken, new, changed or left as they are, that have what. */
const COVERAGE = ['withImage', 'withPrice', 'withCategory', 'withBrand'] as const;
export type Coverage = Pick<ImportRun, (typeof COVERAGE)[number]>;

/** What a run counts, in the order of its report. */
export const COUNTS = [
  'rowsRead',
  'created',
  'updated',
  'unchanged',
  'removed',
  'failed',
  'imagesStored',
  ...COVERAGE,
] as const;
export type ImportCounts = Pick<ImportRun, (typeof COUNTS)[number]>;

const columns = z.object({
  format: z.enum(FEED_FORMATS),
  mapping: mappingSchema,
  examples: z.array(exampleSchema),
});

/** @throws ZodError when a column holds what no import writes */
export function parseImportRun({ format, mapping, examples, ...row }: ImportRunRow): ImportRun {
  return { ...row, ...columns.parse({ format, mapping, examples }) };
}

/** Another process has the run: what this one knows must not be written. */
export function takenOver(id: string): AppError {
  return new AppError('CONFLICT', 'The import was taken over by another process.', { id });
}
