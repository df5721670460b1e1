/** Formats, encodings and policies of feeds in words. */

import type {
  FeedFormat,
  ImportPolicy,
  MappingOrigin,
  RemovalPolicy,
} from '../api/generated/graphql';

export const formats: readonly { value: FeedFormat; name: string }[] = [
  { value: 'CSV', name: 'CSV' },
  { value: 'TSV', name: 'TSV (tabs)' },
  { value: 'JSON', name: 'JSON' },
  { value: 'JSONL', name: 'JSON lines' },
  { value: 'GOOGLE_TSV', name: 'Google Merchant, TSV' },
  { value: 'GOOGLE_XML', name: 'Google Merchant, XML (RSS or Atom)' },
  { value: 'SHOPIFY_CSV', name: 'Shopify products, CSV' },
  { value: 'META_CSV', name: 'Meta catalog, CSV' },
  { value: 'FOLDER', name: 'Folder of images by class' },
];

export const mappingOrigins: Record<MappingOrigin, string> = {
  GIVEN: 'as chosen here',
  SAVED: 'as last used for this catalog',
  FORMAT: 'as the format prescribes',
  GUESSED: 'guessed from the names of the columns',
};

interface Choice<Value> {
  value: Value;
  label: string;
  hint: string;
}

export const policies: readonly Choice<ImportPolicy>[] = [
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
];

export const removals: readonly Choice<RemovalPolicy>[] = [
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
];

/** The format that a form or an address names; undefined for anything else. */
export function readFormat(text: string): FeedFormat | undefined {
  return formats.find(({ value }) => value === text)?.value;
}

export function formatName(format: FeedFormat): string {
  return formats.find(({ value }) => value === format)?.name ?? format;
}
