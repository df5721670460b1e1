import { Tokenizer, TokenType } from '@streamparser/json';
import { guessColumns } from '../guessMapping.ts';

export interface JsonList {
  /** Keys from the root to what holds the products; empty when it is the root. */
  readonly path: readonly string[];
  /** Other lists of objects in the document. */
  readonly others: readonly string[];
}

/** An object or a list in the document, with its first members that are objects. */
interface Frame {
  readonly isList: boolean;
  /** Undefined stands for a place in a list. */
  readonly path: readonly (string | undefined)[];
  readonly first: Frame[];
  readonly keys: Set<string>;
  key: string | undefined;
  expectsKey: boolean;
  objects: number;
  others: number;
}

const FIRST = 3;
/** Of the members of one object that may each hold the list. */
const MEMBERS = 50;
const PIECE_CHARACTERS = 64 * 1024;
/** What has that many signs of products is not looked past. */
const SURE = 6;

/**
 * Where the products are: the list of objects, or the object of objects by id, that looks most
 * like products by the names of its columns and its own; of equals the first.
 * @param head the beginning of the document
 * @returns undefined when it holds no list of objects
 */
export function findList(head: string): JsonList | undefined {
  const frames = framesOf(head);
  const lists = frames.filter(({ isList, objects }) => isList && objects > 0);
  const open = [...lists, ...frames.filter(isKeyed)].filter(
    ({ path }) => !path.includes(undefined),
  );
  const best = open.reduce<Frame | undefined>(
    (found, each) => (found === undefined || score(each) > score(found) ? each : found),
    undefined,
  );
  const chosen = best ?? lists[0];
  if (chosen === undefined) return undefined;
  const path = namesOf(chosen);
  const others = lists.filter((list) => list !== chosen && open.includes(list));
  return { path, others: others.map((list) => namesOf(list).join('.')) };
}

const namesOf = ({ path }: Frame) => path.filter((key) => key !== undefined);

function framesOf(head: string): readonly Frame[] {
  const tokenizer = new Tokenizer();
  const frames: Frame[] = [];
  const stack: Frame[] = [];
  tokenizer.onError = () => undefined; // the head ends anywhere
  tokenizer.onToken = ({ token, value }) => take(token, value, stack, frames);
  for (let at = 0; at < head.length; at += PIECE_CHARACTERS) {
    if (frames.some((frame) => frame.isList && frame.objects >= FIRST && score(frame) >= SURE))
      break;
    tokenizer.write(head.slice(at, at + PIECE_CHARACTERS));
  }
  return frames;
}

function take(token: TokenType, value: unknown, stack: Frame[], frames: Frame[]): void {
  const top = stack.at(-1);
  if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) {
    const frame = opened(token === TokenType.LEFT_BRACKET, top);
    const inList = frame.path.includes(undefined);
    if ((!inList || frames.length === 0) && (top?.objects ?? 0) <= MEMBERS) frames.push(frame);
    stack.push(frame);
  } else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) stack.pop();
  else if (top === undefined) return;
  else if (token === TokenType.COMMA) top.expectsKey = !top.isList;
  else if (token === TokenType.COLON) top.expectsKey = false;
  else if (top.expectsKey) {
    top.key = String(value);
    top.keys.add(top.key);
  } else top.others += 1;
}

function opened(isList: boolean, parent: Frame | undefined): Frame {
  const path = parent ? [...parent.path, parent.isList ? undefined : parent.key] : [];
  const [first, keys] = [[], new Set<string>()];
  const frame = {
    isList,
    path,
    first,
    keys,
    key: undefined,
    expectsKey: !isList,
    objects: 0,
    others: 0,
  };
  if (parent && isList) parent.others += 1;
  else if (parent) {
    parent.objects += 1;
    if (parent.first.length < FIRST) parent.first.push(frame);
  }
  return frame;
}

/** Objects by their id, alike in that each has a title. */
function isKeyed(frame: Frame): boolean {
  if (frame.isList || frame.objects < 2 || frame.others > 0) return false;
  return frame.first.every((member) => guessColumns([...member.keys]).title !== undefined);
}

const PRODUCTS =
  /^(products?|items?|articles?|artikel|produkte?|produits|productos|offers?|goods)$/i;
const OTHERS =
  /categor|brand|tag|collection|review|image|option|attribute|user|customer|order|filter|facet|menu/i;
const SIGNS = [
  'externalId',
  'title',
  'price',
  'brand',
  'images',
  'url',
  'description',
  'availability',
] as const;

function score(frame: Frame): number {
  const columns = frame.first.flatMap((item) => [
    ...item.keys,
    ...item.first.flatMap((inner) => [...inner.keys].map((key) => `${inner.path.at(-1)}.${key}`)),
  ]);
  const found = guessColumns([...new Set(columns)]);
  const signs = SIGNS.filter((sign) => found[sign] !== undefined).length;
  const name = frame.path.at(-1) ?? '';
  return signs + (PRODUCTS.test(name) ? 2 : 0) - (OTHERS.test(name) ? 2 : 0);
}
