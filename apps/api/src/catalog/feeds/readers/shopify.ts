import { type FeedRecord, type RecordProblem, Values } from './record.ts';

/** Today's column names by those of older exports, which are used from here on. */
const TODAY: Record<string, string> = {
  'url handle': 'handle',
  description: 'body (html)',
  'published on online store': 'published',
  sku: 'variant sku',
  barcode: 'variant barcode',
  price: 'variant price',
  'inventory quantity': 'variant inventory qty',
  'continue selling when out of stock': 'variant inventory policy',
  'product image url': 'image src',
  'variant image url': 'variant image',
};

export function shopifyName(column: string): string {
  const name = column.toLowerCase();
  return TODAY[name] ?? name;
}

/**
 * Joins the rows of a Shopify product export into products: one per handle. Further rows, with the
 * handle repeated or blank, bring variants and images; images follow their position, those of
 * variants come after. A product is in stock when any of its variants is.
 * @param rows with the column names of shopifyName
 */
export async function* readShopify(rows: AsyncIterable<FeedRecord>): AsyncGenerator<FeedRecord> {
  let group: FeedRecord[] = [];
  let handle = '';
  for await (const row of rows) {
    const own = handleOf(row);
    const continues = own === '' ? one(row, 'title') === '' : own === handle;
    if (group.length > 0 && !continues) {
      yield joined(group, handle);
      group = [];
    }
    if (group.length === 0) handle = own || slug(one(row, 'title'));
    group.push(row);
  }
  if (group.length > 0) yield joined(group, handle);
}

const one = (row: FeedRecord, column: string) => row.values.get(column)?.[0] ?? '';
const handleOf = (row: FeedRecord) => one(row, 'handle');

/** A product without handle gets the one that Shopify would make of its title. */
function slug(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

function joined(group: readonly FeedRecord[], handle: string): FeedRecord {
  const first = group[0] as FeedRecord;
  const usable = group.filter((row) => row === first || row.problems.length === 0);
  const values = new Values();
  const take = (column: string, from: string) => values.add(column, one(first, from));
  values.add('handle', handle);
  take('title', 'title');
  take('description', 'body (html)');
  take('vendor', 'vendor');
  take('category', 'product category');
  take('type', 'type');
  take('tags', 'tags');
  for (const column of ['price', 'sku', 'barcode']) {
    values.add(column, usable.map((row) => one(row, `variant ${column}`)).find(Boolean) ?? '');
  }
  values.add('availability', availabilityOf(usable));
  for (const image of imagesOf(usable)) values.add('image', image);
  addOptions(usable, values);
  return { row: first.row, rows: group.length, values, problems: problemsOf(group, handle) };
}

/** A bad first row spoils the product; of the others only what they bring is lost. */
function problemsOf(group: readonly FeedRecord[], handle: string): RecordProblem[] {
  const found = group.flatMap((row, index) =>
    row.problems.map((problem) => ({ ...problem, fatal: index === 0 })),
  );
  if (handle !== '') return found;
  const row = group[0]?.row ?? 0;
  const message = 'The row continues a product, but no product stands before it.';
  return [...found, { row, code: 'BAD_RECORD', message, fatal: true }];
}

function availabilityOf(rows: readonly FeedRecord[]): string {
  const [first] = rows;
  if (first === undefined) return '';
  const isHidden = /^(draft|archived|unlisted)$/i.test(one(first, 'status'));
  if (isHidden || /^false$/i.test(one(first, 'published'))) return 'out of stock';
  const known = rows.filter((row) => one(row, 'variant inventory qty') !== '');
  if (known.length === 0) return '';
  const sells = (row: FeedRecord) =>
    Number(one(row, 'variant inventory qty')) > 0 ||
    /^(continue|true)$/i.test(one(row, 'variant inventory policy'));
  return known.some(sells) ? 'in stock' : 'out of stock';
}

function imagesOf(rows: readonly FeedRecord[]): string[] {
  const positioned = rows
    .map((row, index) => ({
      image: one(row, 'image src'),
      position: Number(one(row, 'image position') || index + 1),
    }))
    .filter(({ image }) => image !== '')
    .toSorted((a, b) => a.position - b.position);
  const ofVariants = rows.map((row) => one(row, 'variant image')).filter(Boolean);
  return [...new Set([...positioned.map(({ image }) => image), ...ofVariants])];
}

/** Each option's distinct values, under its own name; "Title: Default Title" means no options. */
function addOptions(rows: readonly FeedRecord[], values: Values): void {
  const [first] = rows;
  for (const n of [1, 2, 3]) {
    const name = first ? one(first, `option${n} name`) : '';
    const chosen = new Set(rows.map((row) => one(row, `option${n} value`)).filter(Boolean));
    if (name === '' || chosen.has('Default Title')) continue;
    for (const value of chosen) values.add(name, value);
  }
}
