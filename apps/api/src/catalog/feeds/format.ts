/** Kinds of feed that can be read. Zip and gzip are wrappings of these, not formats. */
export const FEED_FORMATS = [
  'CSV',
  'TSV',
  'JSON',
  'JSONL',
  'GOOGLE_TSV',
  'GOOGLE_XML',
  'SHOPIFY_CSV',
  'META_CSV',
  'FOLDER',
] as const;
export type FeedFormat = (typeof FEED_FORMATS)[number];

/** Formats whose columns stand in a header, so that all of them are known before the first row. */
export const HEADER_FORMATS: ReadonlySet<FeedFormat> = new Set([
  'CSV',
  'TSV',
  'GOOGLE_TSV',
  'META_CSV',
]);

/** A feed as it was recognised, ready to be read any number of times. */
export interface Feed {
  /** The file, or the folder of a FOLDER. */
  readonly path: string;
  readonly format: FeedFormat;
  readonly gzip: boolean;
  /** A label that TextDecoder knows. */
  readonly encoding: string;
  /** Between the fields of a table. */
  readonly delimiter: string;
  /** Of a table: lines above its header. */
  readonly skipLines: number;
  /** Keys from the root of a JSON document to its list of products; empty when it is the root. */
  readonly listPath: readonly string[];
  /** What a person should know before the feed is taken. */
  readonly warnings: readonly string[];
}
