import { type Feed, HEADER_FORMATS } from './format.ts';
import type { Columns } from './mapping.ts';
import { specifiedName } from './readers/meta.ts';
import { readFeed } from './readers/readFeed.ts';
import { charactersOf, type FeedRecord } from './readers/record.ts';
import { readHeader } from './readers/table.ts';

/** Records looked at to learn the columns of a feed without header. */
const LOOKED_AT = 200;
const LOOKED_AT_CHARACTERS = 32 * 1024 * 1024;

export interface FeedSample {
  readonly columns: Columns;
  /** The first records. */
  readonly records: readonly FeedRecord[];
}

/**
 * The columns of a feed, from its header or else from its first records.
 * @throws AppError BAD_INPUT when it can not be read
 */
export async function sampleFeed(feed: Feed): Promise<FeedSample> {
  const records: FeedRecord[] = [];
  let characters = 0;
  for await (const record of readFeed(feed)) {
    records.push(record);
    characters += charactersOf(record);
    if (records.length === LOOKED_AT || characters > LOOKED_AT_CHARACTERS) break;
  }
  const seen = new Set(records.flatMap(({ values }) => [...values.keys()]));
  if (!HEADER_FORMATS.has(feed.format)) {
    return { columns: { names: [...seen], isWhole: false }, records };
  }
  const header = await readHeader(feed);
  const isFree = feed.format === 'CSV' || feed.format === 'TSV';
  const names = isFree ? header : [...header.map(specifiedName), ...seen];
  return { columns: { names: [...new Set(names)], isWhole: true }, records };
}
