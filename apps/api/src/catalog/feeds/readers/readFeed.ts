import type { Feed } from '../format.ts';
import { readFolder } from './folder.ts';
import { readJson } from './json.ts';
import { readJsonLines } from './jsonLines.ts';
import { openNested, specifiedName } from './meta.ts';
import type { FeedRecord } from './record.ts';
import { readShopify, shopifyName } from './shopify.ts';
import { readTable } from './table.ts';
import { readXml } from './xml.ts';

/**
 * Every record of a feed in order, in memory that does not grow with it. Reading it again gives
 * the same records: a run that was interrupted counts on it.
 * @throws AppError BAD_INPUT where the file as a whole can not be read further
 */
export function readFeed(feed: Feed): AsyncGenerator<FeedRecord> {
  switch (feed.format) {
    case 'CSV':
    case 'TSV':
      return readTable(feed);
    case 'GOOGLE_TSV':
      return readTable(feed, specifiedName);
    case 'META_CSV':
      return openNested(readTable(feed, specifiedName));
    case 'SHOPIFY_CSV':
      return readShopify(readTable(feed, shopifyName));
    case 'GOOGLE_XML':
      return readXml(feed);
    case 'JSON':
      return readJson(feed);
    case 'JSONL':
      return readJsonLines(feed);
    case 'FOLDER':
      return readFolder(feed.path);
  }
}
