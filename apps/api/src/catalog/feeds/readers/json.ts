import { Tokenizer, TokenParser } from '@streamparser/json';
import { type AppError, badInput } from '../../../errors.ts';
import { feedBytes } from '../files/bytes.ts';
import { decodeText } from '../files/decode.ts';
import type { Feed } from '../format.ts';
import { flatten } from './flatten.ts';
import { brokenRecord, type FeedRecord, MAX_RECORD_CHARACTERS, Values } from './record.ts';

/** Of one product: what is larger is no product, and would have to be held in memory. */
const MAX_ITEM_CHARACTERS = MAX_RECORD_CHARACTERS;
/** The parser takes what came at once in pieces, so that few products wait in memory. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * Reads a JSON document whose root, or a list somewhere below it (feed.listPath), holds the
 * products, or an object holds them by id, one by one and in constant memory.
 * @throws AppError BAD_INPUT where the document stops being JSON
 */
export async function* readJson(feed: Feed): AsyncGenerator<FeedRecord> {
  const parser = itemParser(feed.listPath);
  let row = 0;
  let sinceItem = 0;
  for await (const text of decodeText(feedBytes(feed.path, feed.gzip), feed.encoding)) {
    for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
      const piece = text.slice(at, at + PIECE_CHARACTERS);
      const items = parser.take(piece);
      sinceItem = items.length > 0 ? 0 : sinceItem + piece.length;
      if (sinceItem > MAX_ITEM_CHARACTERS) throw tooLarge(row + 1);
      for (const { value, id } of items) yield itemRecord(++row, value, id);
    }
  }
  parser.end();
}

/** @param id its key, where products stand by their ids */
function itemRecord(row: number, item: unknown, id: string | undefined): FeedRecord {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return brokenRecord(row, 'The item is not a JSON object.');
  }
  const values = new Values();
  flatten(item, '', values);
  if (id !== undefined && !values.has('id')) values.add('id', id);
  return { row, rows: 1, values, problems: [] };
}

/** Numbers stay as written: an id of 19 digits or a price of 10.50 must not be rounded. */
class ExactTokenizer extends Tokenizer {
  protected override parseNumber(text: string): number {
    return text as unknown as number;
  }
}

interface Item {
  readonly value: unknown;
  readonly id: string | undefined;
}

function itemParser(listPath: readonly string[]) {
  let items: Item[] = [];
  let failure: Error | undefined;
  const tokenizer = new ExactTokenizer({ stringBufferSize: PIECE_CHARACTERS });
  const parser = new TokenParser({ paths: [['$', ...listPath, '*'].join('.')], keepStack: false });
  tokenizer.onToken = (token) => parser.write(token);
  parser.onValue = ({ value, key }) => {
    items.push({ value, id: typeof key === 'string' ? key : undefined });
  };
  for (const part of [tokenizer, parser]) {
    part.onError = (error) => {
      failure ??= error;
    };
  }
  const check = () => {
    if (failure) throw notJson(failure.message);
  };
  return {
    take(text: string): Item[] {
      items = [];
      tokenizer.write(text);
      check();
      return items;
    },
    end(): void {
      if (!tokenizer.isEnded) tokenizer.end();
      check();
    },
  };
}

function notJson(reason: string): AppError {
  return badInput('feed', `The file is not valid JSON: ${reason}`);
}

function tooLarge(row: number): AppError {
  const message = `Item ${row} is larger than ${MAX_ITEM_CHARACTERS} characters, or the file holds no list of products.`;
  return badInput('feed', message, { row });
}
