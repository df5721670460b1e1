import { stat } from 'node:fs/promises';
import { badInput } from '../../errors.ts';
import { feedBytes, fileHead, isGzip } from './files/bytes.ts';
import { checkEncoding, decodeText, detectEncoding, type EncodingFound } from './files/decode.ts';
import type { Feed, FeedFormat } from './format.ts';
import { findList } from './readers/jsonList.ts';
import { specifiedName } from './readers/meta.ts';
import { shopifyName } from './readers/shopify.ts';
import { findTable, headerCells } from './readers/tableHead.ts';

/** What a person says of a feed who knows better. */
export interface FeedHints {
  readonly format?: FeedFormat | null | undefined;
  readonly encoding?: string | null | undefined;
}

const PLAIN = {
  ...{ gzip: false, encoding: 'utf-8', delimiter: ',' },
  ...{ skipLines: 0, listPath: [], warnings: [] },
};
const HEAD_CHARACTERS = 64 * 1024;
/** Other lists may stand before that of the products. */
const JSON_CHARACTERS = 8 * 1024 * 1024;
/** Of zero bytes: a text may hold one by mistake. */
const BINARY_SHARE = 0.01;

/**
 * Recognises a feed by its content; the name of the file says nothing.
 * @throws AppError BAD_INPUT for what is no feed
 */
export async function identifyFeed(path: string, hints: FeedHints = {}): Promise<Feed> {
  const base = { ...PLAIN, path };
  if ((await stat(path)).isDirectory()) return { ...base, format: 'FOLDER' };
  if (hints.format === 'FOLDER') throw badInput('format', 'The feed is a file, not a folder.');
  const gzip = isGzip(await fileHead(path, 2));
  const found = hints.encoding
    ? { encoding: checkEncoding(hints.encoding), broken: 0 }
    : await detectEncoding(feedBytes(path, gzip));
  const { encoding } = found;
  const head = await textHead(path, gzip, encoding);
  if (head.trim() === '') throw badInput('feed', 'The feed is empty.');
  const format = hints.format ?? formatOf(head);
  const text = format === 'JSON' ? await textHead(path, gzip, encoding, JSON_CHARACTERS) : head;
  const { warnings: ofShape = [], ...shape } = shapeOf(format, text);
  const warnings = [...encodingWarnings(found), ...headWarnings(head, shape), ...ofShape];
  return { ...base, gzip, encoding, format, ...shape, warnings };
}

function encodingWarnings({ encoding, broken, unlikely }: EncodingFound): string[] {
  if (unlikely) {
    return [
      `The text is read as ${encoding}, which gives unlikely letters: if names look wrong, say the encoding, for example windows-1251, iso-8859-2, windows-1250, gbk or shift_jis.`,
    ];
  }
  if (broken === 0) return [];
  return [`${broken} places of the file are not ${encoding}; they are shown as \uFFFD.`];
}

/** What a person should know of the head of a table. */
function headWarnings(head: string, table: Partial<Feed>): string[] {
  const { skipLines, delimiter } = table;
  if (skipLines === undefined || delimiter === undefined) return [];
  const warnings: string[] = [];
  const above = head.split(/\r\n|\n|\r/, skipLines);
  if (!above.every((line) => /^[\s,;|]*$|^"?sep=/i.test(line))) {
    warnings.push(`The header is line ${skipLines + 1}; what stands above it is left out.`);
  }
  const header = headerCells(head, { skipLines, delimiter });
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (twice !== undefined) {
    warnings.push(`Two columns are named "${twice}"; where both say something, the first counts.`);
  }
  return warnings;
}

async function textHead(
  path: string,
  gzip: boolean,
  encoding: string,
  length = HEAD_CHARACTERS,
): Promise<string> {
  let head = '';
  for await (const text of decodeText(feedBytes(path, gzip), encoding)) {
    head += text;
    if (head.length >= length) break;
  }
  return head.slice(0, length);
}

function shapeOf(format: FeedFormat, head: string): Partial<Feed> {
  if (format === 'JSON') return listShape(head);
  if (format === 'JSONL' || format === 'GOOGLE_XML') return {};
  return findTable(head, format === 'TSV' ? { delimiter: '\t' } : {});
}

function listShape(head: string): Partial<Feed> {
  const { path, others } = findList(head) ?? { path: [], others: [] };
  if (others.length === 0) return { listPath: path };
  const where = path.length === 0 ? 'the document itself' : `"${path.join('.')}"`;
  const named = others.slice(0, 5).map((name) => `"${name}"`);
  const warning = `The products are read from ${where}; the file also has ${named.join(', ')}.`;
  return { listPath: path, warnings: [warning] };
}

function formatOf(head: string): FeedFormat {
  const text = head.trimStart();
  if (text.startsWith('<')) return xmlFormat(text);
  if (text.startsWith('[')) return 'JSON';
  if (text.startsWith('{')) return isJsonLines(text) ? 'JSONL' : 'JSON';
  if (text.split('\0').length - 1 > text.length * BINARY_SHARE) throw badInput('feed', NOT_A_FEED);
  return tableFormat(text);
}

const NOT_A_FEED =
  'The file is no feed: it must be CSV, TSV, JSON, JSONL, XML (RSS or Atom), a folder of images, or one of these in a zip or gzip.';

function xmlFormat(text: string): FeedFormat {
  if (/<(?:\w+:)?(?:rss|feed|channel|RDF)[\s>]/.test(text)) return 'GOOGLE_XML';
  const message = 'The XML is neither RSS nor Atom: no <rss> or <feed> stands at its beginning.';
  throw badInput('feed', message);
}

/** The first line is an object of its own, and not merely a document written in one line. */
function isJsonLines(text: string): boolean {
  const [first = '', second = ''] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  try {
    JSON.parse(first);
  } catch {
    return false; // the object goes on in the next line
  }
  return second.trimStart().startsWith('{') || findList(first) === undefined;
}

function tableFormat(text: string): FeedFormat {
  const table = findTable(text);
  const header = headerCells(text, table);
  const shopify = new Set(header.map(shopifyName));
  const has = (...names: string[]) => names.every((name) => shopify.has(name));
  if (has('handle', 'title') && (has('body (html)') || has('variant price') || has('image src'))) {
    return 'SHOPIFY_CSV';
  }
  const specified = header.map(specifiedName);
  if (specified.some((name) => name.includes('[].')) || specified.includes('fb_product_category')) {
    return 'META_CSV';
  }
  const google = ['id', 'title', 'link', 'image_link'];
  if (google.every((name) => specified.includes(name))) return 'GOOGLE_TSV';
  return table.delimiter === '\t' ? 'TSV' : 'CSV';
}
