/** The column mapping of an import, as the wizard shows it and the API takes it. */

export interface MappingField {
  name: string;
  label: string;
  hint?: string;
  /** Takes several columns. */
  many?: boolean;
  /** Free text instead of a column. */
  text?: boolean;
}

export const mappingFields: readonly MappingField[] = [
  { name: 'externalId', label: 'Product id' },
  { name: 'title', label: 'Title' },
  { name: 'category', label: 'Category' },
  { name: 'brand', label: 'Brand' },
  { name: 'price', label: 'Price' },
  { name: 'currency', label: 'Currency' },
  { name: 'availability', label: 'Availability' },
  { name: 'description', label: 'Description' },
  { name: 'url', label: 'Product page' },
  { name: 'groupId', label: 'Variant group' },
  {
    name: 'imagePattern',
    label: 'Image name made from columns',
    hint: 'For example {id}.jpg',
    text: true,
  },
  {
    name: 'images',
    label: 'Images',
    hint: 'File names or addresses, the first the main one',
    many: true,
  },
  { name: 'wildImages', label: 'Wild photos', hint: 'Photos of the product in use', many: true },
  {
    name: 'categoryPath',
    label: 'Category path',
    hint: 'Levels that stand in several columns, broadest first',
    many: true,
  },
  { name: 'attributes', label: 'Attributes', hint: 'Columns to keep as they are', many: true },
];

/** Field by field, a column's name or several. */
export type Mapping = Record<string, string | string[]>;

/** What the API said or a person chose, without the fields that have no column. */
export function filledMapping(given: object): Mapping {
  const known = new Set(mappingFields.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(given).filter(
      (entry): entry is [string, string | string[]] =>
        known.has(entry[0]) && (Array.isArray(entry[1]) ? entry[1].length > 0 : Boolean(entry[1])),
    ),
  );
}

/** The mapping as the API takes it; the two fields it insists on are empty where none was chosen. */
export function mappingInput(mapping: Mapping): Mapping & { externalId: string; title: string } {
  const text = (name: string) => (typeof mapping[name] === 'string' ? mapping[name] : '');
  return { ...filledMapping(mapping), externalId: text('externalId'), title: text('title') };
}

/** With one field changed; an empty value takes its column away. */
export function withField(mapping: Mapping, name: string, value: string | string[]): Mapping {
  return filledMapping({ ...mapping, [name]: value });
}

/** With one column of a list added at its end or taken out. */
export function withColumn(mapping: Mapping, name: string, column: string, on: boolean): Mapping {
  const others = columnsOf(mapping, name).filter((each) => each !== column);
  return withField(mapping, name, on ? [...others, column] : others);
}

export function columnsOf(mapping: Mapping, name: string): string[] {
  const value = mapping[name];
  return Array.isArray(value) ? value : value ? [value] : [];
}
