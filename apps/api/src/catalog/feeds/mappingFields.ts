/**
 * The fields of a product that a column mapping fills, declared once: the type ColumnMapping, its
 * check, the guess from names of columns, the GraphQL types, the help of `--map` and the dashboard's
 * form follow.
 */

/** One column; several; or a text with columns in braces: "{id}.jpg". */
export const MAPPING_KINDS = ['COLUMN', 'COLUMNS', 'PATTERN'] as const;
export type MappingKind = (typeof MAPPING_KINDS)[number];

interface Description {
  /** What people call it. */
  readonly label: string;
  /** One line more, where the label does not say it all. */
  readonly help?: string;
  /**
   * Names of columns by which it is guessed, as lower-case letters and digits, the likeliest first;
   * for the category path its levels, broadest first.
   */
  readonly words?: readonly string[];
}

export interface MappingField<Kind extends MappingKind, Required extends boolean>
  extends Description {
  readonly kind: Kind;
  /** No product can do without. */
  readonly required: Required;
}

function field<const Kind extends MappingKind>(kind: Kind) {
  return (description: Description): MappingField<Kind, false> => {
    return { ...description, kind, required: false };
  };
}

const column = field('COLUMN');
const columns = field('COLUMNS');
const pattern = field('PATTERN');
const requiredColumn = (description: Description): MappingField<'COLUMN', true> => {
  return { ...description, kind: 'COLUMN', required: true };
};

/** In the order that people are shown. */
export const mappingFields = {
  externalId: requiredColumn({
    label: 'Product id',
    words: [
      ...['externalid', 'id', 'productid', 'sku', 'itemid', 'articleid', 'uid', 'uniqid', 'pid'],
      ...['asin', 'parentasin', 'artikelnummer', 'artikelnr', 'artnr', 'articlenumber'],
      ...['itemnumber', 'productcode', 'handle'],
    ],
  }),
  title: requiredColumn({
    label: 'Title',
    words: [
      ...['title', 'productdisplayname', 'name', 'productname', 'displayname', 'itemname'],
      ...['titel', 'bezeichnung', 'produktname', 'artikelname', 'titre', 'nom', 'titulo'],
      ...['nombre', 'titolo', 'naam', 'producttitle', 'prodname', 'itemtitle'],
    ],
  }),
  category: column({
    label: 'Category',
    help: 'Of a value like "a > b > c" the last level',
    words: [
      ...['articletype', 'producttype', 'subcategory', 'productcategory', 'category', 'type'],
      ...['kategorie', 'warengruppe', 'categorie', 'categoria'],
    ],
  }),
  brand: column({
    label: 'Brand',
    words: [
      ...['brand', 'brandname', 'vendor', 'manufacturer'],
      ...['marke', 'hersteller', 'marque', 'marca'],
    ],
  }),
  price: column({
    label: 'Price',
    help: 'May name its currency: "19,90 EUR"',
    words: [
      ...['price', 'saleprice', 'listprice', 'variantprice', 'amount'],
      ...['preis', 'prix', 'precio', 'prezzo', 'prijs'],
      ...['priceamount', 'pricevalue', 'verkaufspreis', 'regularprice', 'currentprice'],
    ],
  }),
  currency: column({
    label: 'Currency',
    words: [
      'currency',
      'currencycode',
      'pricecurrency',
      'pricecurrencycode',
      'wahrung',
      'devise',
      'moneda',
      'valuta',
    ],
  }),
  availability: column({
    label: 'Availability',
    words: [
      ...['availability', 'stockstatus', 'instock', 'stock', 'stockquantity', 'stockqty'],
      ...['verfugbarkeit', 'lagerbestand', 'bestand'],
    ],
  }),
  description: column({
    label: 'Description',
    words: [
      ...['description', 'productdescription', 'longdescription', 'bodyhtml', 'body'],
      ...['beschreibung', 'descripcion', 'descrizione', 'omschrijving'],
    ],
  }),
  url: column({ label: 'Product page', words: ['url', 'link', 'producturl', 'productlink'] }),
  groupId: column({
    label: 'Variant group',
    help: 'The same for all variants of one product',
    words: ['groupid', 'itemgroupid', 'parentid', 'parentsku'],
  }),
  imagePattern: pattern({
    label: 'Image name made from columns',
    help: 'For example {id}.jpg; without an extension any usual one is tried',
  }),
  images: columns({
    label: 'Images',
    help: 'File names or addresses, the first the main one; several in one cell separated by |',
    words: [
      ...['images', 'image', 'imagefile', 'imagefilename', 'filename', 'imagename', 'imagepath'],
      ...['imagelink', 'imageurl', 'imagesrc', 'imagelinks', 'imageurls', 'imagesurl', 'imagessrc'],
      ...[
        'baseimage',
        'img',
        'imgurl',
        'imgsrc',
        'mainimage',
        'additionalimages',
        'photo',
        'photos',
        'picture',
        'pictures',
      ],
      ...['bild', 'bilder', 'imagen', 'immagine', 'afbeelding'],
    ],
  }),
  wildImages: columns({
    label: 'Wild photos',
    help: 'Photos of the product in use (worn, at home), as images',
    words: ['wildimages', 'wildimage', 'wildphotos', 'streetphotos', 'lifestyleimagelink'],
  }),
  categoryPath: columns({
    label: 'Category path',
    help: 'Levels that stand in several columns, broadest first; each may hold "a > b"',
    words: ['department', 'mastercategory', 'maincategory', 'category', 'subcategory'],
  }),
  attributes: columns({
    label: 'Attributes',
    help: 'Columns to keep as they are; "*" stands for all that nothing else uses',
  }),
};

type Fields = typeof mappingFields;
export type MappingFieldName = keyof Fields;

/** What a field takes, by name. */
export type MappingValue<Name extends MappingFieldName> = Fields[Name]['kind'] extends 'COLUMNS'
  ? readonly string[]
  : string;

export const MAPPING_FIELD_NAMES = Object.keys(mappingFields) as readonly MappingFieldName[];

export const isMappingField = (name: string): name is MappingFieldName =>
  Object.hasOwn(mappingFields, name);

/** A field as clients are told of it. */
export interface MappingFieldSummary extends MappingField<MappingKind, boolean> {
  readonly name: MappingFieldName;
}

/** Every field of a mapping, in the order that people are shown. */
export function listMappingFields(): MappingFieldSummary[] {
  return MAPPING_FIELD_NAMES.map((name) => ({ name, ...mappingFields[name] }));
}
