/** The column mapping of an import, as the form asks for it. */

export interface MappingField {
  name: string;
  label: string;
  hint?: string;
  /** Takes several columns, separated by commas. */
  many?: boolean;
}

export const mappingFields: readonly MappingField[] = [
  { name: 'externalId', label: 'Product id', hint: 'Needed when columns are named here.' },
  { name: 'title', label: 'Title', hint: 'Needed when columns are named here.' },
  { name: 'images', label: 'Image files', hint: 'Several in a cell are separated by |.' },
  { name: 'imagePattern', label: 'Image name made from columns', hint: 'For example {id}.jpg' },
  { name: 'wildImages', label: 'Wild photo files' },
  { name: 'category', label: 'Category' },
  {
    name: 'categoryPath',
    label: 'Category path',
    hint: 'Columns, broadest first, with commas.',
    many: true,
  },
  { name: 'brand', label: 'Brand' },
  { name: 'price', label: 'Price' },
  { name: 'currency', label: 'Currency' },
  { name: 'availability', label: 'Availability' },
  { name: 'description', label: 'Description' },
  { name: 'url', label: 'Product page' },
  { name: 'groupId', label: 'Variant group' },
  { name: 'attributes', label: 'Attributes', hint: 'Columns to keep, with commas.', many: true },
];

export type Mapping = { externalId: string; title: string } & Record<string, string | string[]>;

/** The mapping a form holds; undefined when no column was named, so the API guesses. */
export function readMapping(form: { get(name: string): unknown }): Mapping | undefined {
  const filled: Record<string, string | string[]> = {};
  for (const { name, many } of mappingFields) {
    const text = String(form.get(`mapping.${name}`) ?? '').trim();
    if (!text) continue;
    filled[name] = many
      ? text
          .split(',')
          .map((item) => item.trim())
          .filter(Boolean)
      : text;
  }
  if (Object.keys(filled).length === 0) return undefined;
  return { externalId: '', title: '', ...filled };
}
