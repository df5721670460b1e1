import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type AppError, badInput } from '../../../errors.ts';
import { feedBytes } from '../files/bytes.ts';
import { decodeText } from '../files/decode.ts';
import type { Feed } from '../format.ts';
import { type FeedRecord, MAX_RECORD_CHARACTERS, Values } from './record.ts';

/** Google's attributes; they win over the feed's own title, link and description. */
const GOOGLE = 'http://base.google.com/ns/1.0';
const ITEMS: ReadonlySet<string> = new Set(['item', 'entry']);
const MAX_DEPTH = 20;
const MAX_ITEM_CHARACTERS = MAX_RECORD_CHARACTERS;

/**
 * Reads the items of an RSS 2.0 or the entries of an Atom feed. Columns are named by element,
 * without prefix; what is nested is named by its path ("shipping.price"). Entities that a document
 * defines itself are refused, so none can grow or read files.
 * @throws AppError BAD_INPUT naming the line where the document stops being well-formed
 */
export async function* readXml(feed: Feed): AsyncGenerator<FeedRecord> {
  const parser = new ItemParser();
  for await (const text of decodeText(feedBytes(feed.path, feed.gzip), feed.encoding)) {
    yield* parser.take(text);
  }
  yield* parser.end();
}

/** An element within an item that has not ended. */
interface Open {
  readonly path: string;
  readonly google: boolean;
  text: string;
}

class ItemParser {
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #stack: Open[] = [];
  #found: FeedRecord[] = [];
  #google = new Values();
  #plain = new Values();
  /** Elements above the item; undefined outside of one. */
  #itemDepth: number | undefined;
  #depth = 0;
  #row = 0;
  #size = 0;

  constructor() {
    this.#parser.on('error', (error) => {
      throw notXml(error.message);
    });
    this.#parser.on('opentag', (tag) => this.#open(tag));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
    this.#parser.on('closetag', () => this.#close());
  }

  take(text: string): FeedRecord[] {
    this.#found = [];
    this.#parser.write(text);
    return this.#found;
  }

  end(): FeedRecord[] {
    this.#found = [];
    this.#parser.close();
    return this.#found;
  }

  #open(tag: SaxesTagNS): void {
    this.#depth += 1;
    if (this.#itemDepth === undefined) {
      if (ITEMS.has(tag.local)) this.#begin();
      return;
    }
    if (this.#depth - this.#itemDepth > MAX_DEPTH) throw tooDeep(this.#row);
    const above = this.#stack.at(-1)?.path;
    const path = above === undefined ? tag.local : `${above}.${tag.local}`;
    const google = tag.uri === GOOGLE || tag.prefix === 'g' || above !== undefined;
    // Atom says an address in an attribute.
    const href = tag.local === 'link' ? tag.attributes.href?.value : undefined;
    const rel = tag.attributes.rel?.value ?? 'alternate';
    this.#stack.push({ path, google, text: rel === 'alternate' ? (href ?? '') : '' });
  }

  #begin(): void {
    this.#itemDepth = this.#depth;
    this.#row += 1;
    this.#size = 0;
    this.#google = new Values();
    this.#plain = new Values();
  }

  #text(text: string): void {
    const open = this.#stack.at(-1);
    if (open === undefined) return;
    this.#size += text.length;
    if (this.#size > MAX_ITEM_CHARACTERS) throw tooLarge(this.#row);
    open.text += text;
  }

  #close(): void {
    this.#depth -= 1;
    const open = this.#stack.pop();
    if (open) (open.google ? this.#google : this.#plain).add(open.path, open.text);
    else if (this.#itemDepth !== undefined && this.#depth < this.#itemDepth) this.#end();
  }

  #end(): void {
    this.#itemDepth = undefined;
    const values = new Map<string, readonly string[]>([...this.#plain, ...this.#google]);
    this.#found.push({ row: this.#row, rows: 1, values, problems: [] });
  }
}

function notXml(reason: string): AppError {
  const [, line, what] = /^(\d+):\d+: (.*)$/s.exec(reason) ?? [];
  const where = line === undefined ? '' : ` near line ${line}`;
  return badInput('feed', `The file is not well-formed XML${where}: ${what ?? reason}`, {
    line: line === undefined ? undefined : Number(line),
  });
}

function tooDeep(row: number): AppError {
  return badInput('feed', `Item ${row} is nested deeper than ${MAX_DEPTH} elements.`, { row });
}

function tooLarge(row: number): AppError {
  return badInput('feed', `Item ${row} is larger than ${MAX_ITEM_CHARACTERS} characters.`, { row });
}
