import { type AppError, describeError } from '../../errors.ts';
import { formOf } from '../images/feedImage.ts';
import type { ChosenMapping, MappingOrigin } from './chooseMapping.ts';
import type { FeedFormat } from './format.ts';
import { guessColumns } from './guessMapping.ts';
import type { ColumnMapping } from './mapping.ts';
import type { OpenedFeed } from './openFeed.ts';
import { commonMark, usualMark } from './price.ts';
import type { ProductDraft, RowIssue } from './productDraft.ts';
import { recordReader } from './readProduct.ts';
import type { FeedSample } from './sampleFeed.ts';

/** One of the first products of a feed, as the mapping reads it. */
export interface FeedPreview {
  readonly row: number;
  /** Null when the row can not be taken. */
  readonly product: ProductDraft | null;
  readonly externalId: string | null;
  readonly issues: readonly RowIssue[];
}

export interface FeedAnalysis {
  readonly format: FeedFormat;
  readonly encoding: string;
  /** Between the fields of a table; null for other formats. */
  readonly delimiter: string | null;
  /** Of JSON, where its products stand: "data.products"; null at its root and for other formats. */
  readonly list: string | null;
  readonly columns: readonly { readonly name: string; readonly samples: readonly string[] }[];
  /** Null when the id or the title has to be chosen by hand; the warnings say which. */
  readonly mapping: ColumnMapping | null;
  /** What can be told all the same where the mapping is null. */
  readonly guess: Partial<ColumnMapping> | null;
  readonly mappingFrom: MappingOrigin | null;
  readonly previews: readonly FeedPreview[];
  readonly warnings: readonly string[];
}

const PREVIEWS = 10;
const SAMPLES = 5;
const SAMPLE_CHARACTERS = 200;
const TABLES: ReadonlySet<FeedFormat> = new Set([
  'CSV',
  'TSV',
  'GOOGLE_TSV',
  'META_CSV',
  'SHOPIFY_CSV',
]);

export async function analysisOf(
  { feed, columns, records, imageDirectory }: OpenedFeed,
  choose: () => Promise<ChosenMapping>,
): Promise<FeedAnalysis> {
  const warnings = [...feed.warnings];
  if (records.length === 0) warnings.push('The feed has no rows.');
  const chosen = await choose().catch((error: AppError) => {
    // Which column is the id is for the person to say; anything else is an error.
    if (describeError(error).code !== 'BAD_INPUT') throw error;
    warnings.push(error.message);
    return undefined;
  });
  if (chosen && imageDirectory === null && needsFolder(chosen.mapping, records)) {
    warnings.push('The feed names image files, but no folder they are in: give imageDirectory.');
  }
  return {
    format: feed.format,
    encoding: feed.encoding,
    delimiter: TABLES.has(feed.format) ? feed.delimiter : null,
    list: feed.listPath.join('.') || null,
    columns: columns.names.map((name) => ({ name, samples: samplesOf(records, name) })),
    mapping: chosen?.mapping ?? null,
    guess: chosen ? null : guessColumns(columns.names, columns.isWhole),
    mappingFrom: chosen?.from ?? null,
    previews: chosen ? previewsOf(records, chosen.mapping, feed.format) : [],
    warnings,
  };
}

/** The first different values of a column. */
function samplesOf(records: FeedSample['records'], column: string): string[] {
  const values = records.flatMap(({ values }) => values.get(column) ?? []);
  return [...new Set(values)]
    .slice(0, SAMPLES)
    .map((text) => text.slice(0, SAMPLE_CHARACTERS).replaceAll('\0', '\uFFFD').toWellFormed());
}

function previewsOf(
  records: FeedSample['records'],
  mapping: ColumnMapping,
  format: FeedFormat,
): FeedPreview[] {
  const read = recordReader(mapping, decimalMarkIn(records, mapping) ?? usualMark(format));
  return records.slice(0, PREVIEWS).map((record) => {
    const { draft, externalId, issues } = read(record);
    return { row: record.row, product: draft, externalId, issues };
  });
}

/** The import decides by all rows; here the first have to do. */
function decimalMarkIn(records: FeedSample['records'], mapping: ColumnMapping) {
  const read = recordReader(mapping);
  const counts = { '.': 0, ',': 0 };
  for (const record of records) {
    const { decimalMark } = read(record);
    if (decimalMark !== undefined) counts[decimalMark] += 1;
  }
  return commonMark(counts);
}

function needsFolder(mapping: ColumnMapping, records: FeedSample['records']): boolean {
  const read = recordReader({ ...mapping, imagePattern: undefined });
  const names = records.flatMap((record) => read(record).draft?.images ?? []);
  return names.some(({ name }) => formOf(name) === 'FILE');
}
