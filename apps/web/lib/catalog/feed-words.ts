/** Formats, encodings and policies of feeds in words. */

export const formatNames: Record<string, string> = {
  CSV: 'CSV',
  TSV: 'TSV (tabs)',
  JSON: 'JSON',
  JSONL: 'JSON lines',
  GOOGLE_TSV: 'Google Merchant, TSV',
  GOOGLE_XML: 'Google Merchant, XML (RSS or Atom)',
  SHOPIFY_CSV: 'Shopify products, CSV',
  META_CSV: 'Meta catalog, CSV',
  FOLDER: 'Folder of images by class',
};

export const mappingOrigins: Record<string, string> = {
  GIVEN: 'as chosen here',
  SAVED: 'as last used for this catalog',
  FORMAT: 'as the format prescribes',
  GUESSED: 'guessed from the names of the columns',
};

export const policies = [
  {
    value: 'IGNORE_FAILED',
    label: 'Take what is good',
    hint: 'A bad value or image is left out, the product is taken all the same.',
  },
  {
    value: 'REJECT_FAILED',
    label: 'Leave such products out',
    hint: 'A product with any issue is not taken.',
  },
  {
    value: 'REJECT_ALL',
    label: 'Import nothing',
    hint: 'Any issue stops the import before it writes.',
  },
] as const;

export const removals = [
  { value: 'KEEP', label: 'Keep them', hint: 'They stay as they are.' },
  {
    value: 'UNAVAILABLE',
    label: 'Mark them unavailable',
    hint: 'They are no longer shown as similar; a feed that has them again brings them back.',
  },
  {
    value: 'DELETE',
    label: 'Delete them',
    hint: 'With their images, where no other product uses them.',
  },
] as const;

export type Policy = (typeof policies)[number]['value'];
export type Removal = (typeof removals)[number]['value'];
