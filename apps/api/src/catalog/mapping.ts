import { type AppError, badInput } from '../errors.ts';

/** Which column of a feed says what; the GraphQL input ColumnMappingInput. */
export interface ColumnMapping {
  readonly externalId: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly brand?: string | undefined;
  readonly category?: string | undefined;
  /** Columns joined into the category path, broadest first. */
  readonly categoryPath?: readonly string[] | undefined;
  readonly price?: string | undefined;
  readonly currency?: string | undefined;
  readonly availability?: string | undefined;
  readonly url?: string | undefined;
  readonly groupId?: string | undefined;
  /** Columns kept as attributes. */
  readonly attributes?: readonly string[] | undefined;
  /** Column with image file names, separated by |. */
  readonly images?: string | undefined;
  /** Image file name made from columns: "{id}.jpg". Without an extension any usual one is tried. */
  readonly imagePattern?: string | undefined;
  /** Column with wild photo file names, separated by |. */
  readonly wildImages?: string | undefined;
}

type SingleField = Exclude<keyof ColumnMapping, 'categoryPath' | 'attributes' | 'imagePattern'>;

/** Column names that feeds use, as lower-case letters and digits, the likeliest first. */
const KNOWN: Record<SingleField, readonly string[]> = {
  externalId: ['externalid', 'id', 'productid', 'sku', 'itemid', 'articleid', 'uid', 'handle'],
  title: ['title', 'productdisplayname', 'name', 'productname', 'displayname', 'itemname'],
  description: ['description', 'productdescription', 'longdescription', 'bodyhtml', 'body'],
  brand: ['brand', 'brandname', 'vendor', 'manufacturer'],
  category: ['articletype', 'producttype', 'subcategory', 'productcategory', 'category', 'type'],
  price: ['price', 'saleprice', 'listprice', 'variantprice', 'amount'],
  currency: ['currency', 'currencycode', 'pricecurrency'],
  availability: ['availability', 'stockstatus', 'instock', 'stock'],
  url: ['url', 'link', 'producturl', 'productlink'],
  groupId: ['groupid', 'itemgroupid', 'parentid', 'parentsku'],
  images: [
    'images',
    'image',
    'imagefile',
    'imagefilename',
    'filename',
    'imagename',
    'imagepath',
    'imagelink',
    'imageurl',
    'imagesrc',
    'photo',
    'photos',
    'picture',
    'pictures',
  ],
  wildImages: ['wildimages', 'wildimage', 'wildphotos', 'streetphotos', 'lifestyleimagelink'],
};

/** Levels of a category tree that feeds spread over columns, broadest first. */
const CATEGORY_LEVELS = ['department', 'mastercategory', 'maincategory', 'category', 'subcategory'];

/**
 * A mapping read off the header: well-known names find their field, all other columns become
 * attributes, and with no image column the image is looked up by the product's id.
 * @throws AppError BAD_INPUT when no column can be the id or the title
 */
export function guessMapping(header: readonly string[]): ColumnMapping {
  const columns = new Map(header.map((name) => [plain(name), name]));
  const find = (names: readonly string[]) =>
    names.map((name) => columns.get(name)).find((column) => column !== undefined);
  const found = Object.fromEntries(
    Object.entries(KNOWN).map(([field, names]) => [field, find(names)]),
  ) as Record<SingleField, string | undefined>;
  const { externalId, title, category } = found;
  if (externalId === undefined) throw noGuess('externalId', 'product ids', header);
  if (title === undefined) throw noGuess('title', 'product titles', header);

  const levels = CATEGORY_LEVELS.map((name) => columns.get(name)).filter(
    (name) => name !== undefined,
  );
  const path =
    category === undefined ? levels : [...levels.filter((c) => c !== category), category];
  const taken = new Set([...Object.values(found), ...path]);
  const attributes = header.filter(
    (name) => name !== '' && (!taken.has(name) || name === category),
  );
  return {
    ...found,
    externalId,
    title,
    categoryPath: path.length > 1 ? path : undefined,
    attributes,
    imagePattern: found.images === undefined ? `{${externalId}}` : undefined,
  };
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

function noGuess(field: string, what: string, header: readonly string[]): AppError {
  const message = `No column of the CSV looks like ${what}; name it in mapping.${field}. ${columnsOf(header)}`;
  return badInput(`mapping.${field}`, message);
}

/**
 * Checks that every column which a mapping names is in the header.
 * @throws AppError BAD_INPUT naming the field, the column and the columns there are
 */
export function checkMapping(mapping: ColumnMapping, header: readonly string[]): void {
  const known = new Set(header);
  for (const [field, column] of mappedColumns(mapping)) {
    if (known.has(column)) continue;
    const message = `The CSV has no column "${column}", which the mapping uses for ${field}. ${columnsOf(header)}`;
    throw badInput(`mapping.${field}`, message, { column });
  }
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (twice !== undefined) {
    throw badInput('csv', `The CSV has two columns named "${twice}"; rename one.`, {
      column: twice,
    });
  }
}

const columnsOf = (header: readonly string[]) => `Its columns are: ${header.join(', ')}.`;

/** Every [field, column] of a mapping, pattern placeholders included. */
function mappedColumns(mapping: ColumnMapping): [string, string][] {
  const { categoryPath = [], attributes = [], imagePattern, ...single } = mapping;
  const pairs: [string, string][] = [];
  for (const [field, column] of Object.entries(single)) {
    if (column !== undefined && column !== null) pairs.push([field, column]);
  }
  for (const column of categoryPath) pairs.push(['categoryPath', column]);
  for (const column of attributes) pairs.push(['attributes', column]);
  for (const column of patternColumns(imagePattern)) pairs.push(['imagePattern', column]);
  return pairs;
}

/** Columns in the braces of a pattern. */
export function patternColumns(pattern: string | undefined): string[] {
  return [...(pattern ?? '').matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string);
}
