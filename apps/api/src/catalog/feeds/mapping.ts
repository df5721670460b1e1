import { type AppError, badInput } from '../../errors.ts';

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
  /** Columns kept as attributes; `*` stands for all that nothing else uses. */
  readonly attributes?: readonly string[] | undefined;
  /** Columns with image file names or addresses, several in one separated by |. */
  readonly images?: readonly string[] | undefined;
  /** Image file name made from columns: "{id}.jpg". Without an extension any usual one is tried. */
  readonly imagePattern?: string | undefined;
  /** Columns with photos of the product in use (worn, at home), as images. */
  readonly wildImages?: readonly string[] | undefined;
}

/** Every field that a mapping may have, and whether it takes one column or several. */
export const MAPPING_FIELDS: Readonly<Record<keyof ColumnMapping, 'one' | 'several'>> = {
  externalId: 'one',
  title: 'one',
  description: 'one',
  brand: 'one',
  category: 'one',
  categoryPath: 'several',
  price: 'one',
  currency: 'one',
  availability: 'one',
  url: 'one',
  groupId: 'one',
  attributes: 'several',
  images: 'several',
  imagePattern: 'one',
  wildImages: 'several',
};

/** Among the attributes: every column that no other field uses. */
export const ALL_OTHERS = '*';

type GuessedField = Exclude<keyof ColumnMapping, 'categoryPath' | 'attributes' | 'imagePattern'>;

/** Column names that feeds use, as lower-case letters and digits, the likeliest first. */
const KNOWN: Record<GuessedField, readonly string[]> = {
  externalId: ['externalid', 'id', 'productid', 'sku', 'itemid', 'articleid', 'uid', 'handle'],
  title: [
    ...['title', 'productdisplayname', 'name', 'productname', 'displayname', 'itemname'],
    ...['titel', 'bezeichnung', 'produktname', 'artikelname', 'titre', 'nom', 'titulo', 'nombre'],
    ...['titolo', 'naam'],
  ],
  description: [
    ...['description', 'productdescription', 'longdescription', 'bodyhtml', 'body'],
    ...['beschreibung', 'descripcion', 'descrizione', 'omschrijving'],
  ],
  brand: ['brand', 'brandname', 'vendor', 'manufacturer', 'marke', 'hersteller', 'marque', 'marca'],
  category: [
    ...['articletype', 'producttype', 'subcategory', 'productcategory', 'category', 'type'],
    ...['kategorie', 'warengruppe', 'categorie', 'categoria'],
  ],
  price: [
    ...['price', 'saleprice', 'listprice', 'variantprice', 'amount'],
    ...['preis', 'prix', 'precio', 'prezzo', 'prijs'],
  ],
  currency: ['currency', 'currencycode', 'pricecurrency', 'wahrung', 'devise', 'moneda', 'valuta'],
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
    'imagelinks',
    'imageurls',
    'imagesurl',
    'imagessrc',
    'mainimage',
    'photo',
    'photos',
    'picture',
    'pictures',
    'bild',
    'bilder',
    'imagen',
    'immagine',
    'afbeelding',
  ],
  wildImages: ['wildimages', 'wildimage', 'wildphotos', 'streetphotos', 'lifestyleimagelink'],
};

/** Levels of a category tree that feeds spread over columns, broadest first. */
const CATEGORY_LEVELS = ['department', 'mastercategory', 'maincategory', 'category', 'subcategory'];

/**
 * A mapping read off the columns, see guessColumns.
 * @throws AppError BAD_INPUT when no column can be the id or the title
 */
export function guessMapping(header: readonly string[], isWhole = true): ColumnMapping {
  const { externalId, title, ...others } = guessColumns(header, isWhole);
  if (externalId === undefined) throw noGuess('externalId', 'product ids', header);
  if (title === undefined) throw noGuess('title', 'product titles', header);
  return { externalId, title, ...others };
}

/**
 * As much of a mapping as the columns tell: well-known names find their field, all others become
 * attributes, and with no image column the image is looked up by the product's id.
 * @param isWhole false when later rows may bring further columns
 */
export function guessColumns(header: readonly string[], isWhole = true): Partial<ColumnMapping> {
  const columns = new Map(header.map((name) => [plain(name), name]));
  const find = (names: readonly string[]) =>
    names.map((name) => columns.get(name)).find((column) => column !== undefined);
  const found = Object.fromEntries(
    Object.entries(KNOWN).map(([field, names]) => [field, find(names)]),
  ) as Record<GuessedField, string | undefined>;
  const { externalId, category, images, wildImages } = found;

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
    categoryPath: path.length > 1 ? path : undefined,
    attributes: isWhole ? attributes : [ALL_OTHERS],
    images: images === undefined ? undefined : [images],
    wildImages: wildImages === undefined ? undefined : [wildImages],
    imagePattern: images === undefined && externalId !== undefined ? `{${externalId}}` : undefined,
  };
}

/** "Währung" and "wahrung" are one word here. */
const plain = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

function noGuess(field: string, what: string, header: readonly string[]): AppError {
  const message = `No column of the feed looks like ${what}; name it in mapping.${field}. ${columnsOf(header)}`;
  return badInput(`mapping.${field}`, message);
}

/** The columns of a feed, as far as they are known before it is read. */
export interface Columns {
  readonly names: readonly string[];
  /** False when they were seen in the first records only. */
  readonly isWhole: boolean;
}

/**
 * Checks that the columns which a mapping names are there; of a feed without header only those
 * that no product can do without.
 * @throws AppError BAD_INPUT naming the field, the column and the columns there are
 */
export function checkMapping(mapping: ColumnMapping, { names, isWhole }: Columns): void {
  const known = new Set(names);
  for (const [field, column] of mappedColumns(mapping)) {
    if (known.has(column) || column === ALL_OTHERS) continue;
    if (!isWhole && field !== 'externalId' && field !== 'title') continue;
    const message = `The feed has no column "${column}", which the mapping uses for ${field}. ${columnsOf(names)}`;
    throw badInput(`mapping.${field}`, message, { column });
  }
}

/**
 * Refuses a header in which a name says nothing certain.
 * @throws AppError BAD_INPUT naming the column
 */
export function checkHeader(header: readonly string[]): void {
  const twice = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (twice === undefined) return;
  throw badInput('feed', `The CSV has two columns named "${twice}"; rename one.`, {
    column: twice,
  });
}

const columnsOf = (header: readonly string[]) => `Its columns are: ${header.join(', ')}.`;

/** Every [field, column] of a mapping, pattern placeholders included. */
function mappedColumns(mapping: ColumnMapping): [string, string][] {
  const { imagePattern, ...fields } = mapping;
  const pairs = Object.entries(fields).flatMap(([field, columns]) =>
    listOf(columns).map((column): [string, string] => [field, column]),
  );
  for (const column of patternColumns(imagePattern)) pairs.push(['imagePattern', column]);
  return pairs;
}

/** The columns that a mapping uses for anything but attributes. */
export function usedColumns({ attributes: _attributes, ...rest }: ColumnMapping): Set<string> {
  return new Set(mappedColumns(rest as ColumnMapping).map(([, column]) => column));
}

/** Columns of a field, whether it takes one or several. */
export function listOf(columns: string | readonly string[] | null | undefined): string[] {
  return columns === null || columns === undefined ? [] : [columns].flat();
}

/** Columns in the braces of a pattern. */
export function patternColumns(pattern: string | null | undefined): string[] {
  return [...(pattern ?? '').matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string);
}
