import { type AppError, badInput } from '../../errors.ts';
import { ALL_OTHERS, type ColumnMapping, columnsThere, usedColumns } from './mapping.ts';
import { MAPPING_FIELD_NAMES, type MappingFieldName, mappingFields } from './mappingFields.ts';
import { priceColumn } from './priceColumn.ts';

/**
 * A mapping read off the columns, see guessColumns.
 * @throws AppError BAD_INPUT when no column can be the id or the title
 */
export function guessMapping(header: readonly string[], isWhole = true): ColumnMapping {
  return requireNamed(guessColumns(header, isWhole), header);
}

/** @throws AppError BAD_INPUT for a mapping without id or title */
export function requireNamed(
  { externalId, title, ...others }: Partial<ColumnMapping>,
  header: readonly string[],
): ColumnMapping {
  if (!externalId) throw noGuess('externalId', 'product ids', header);
  if (!title) throw noGuess('title', 'product titles', header);
  return { externalId, title, ...others };
}

/**
 * As much of a mapping as the columns tell: well-known names find their field, all others become
 * attributes, and with no image column the image is looked up by the product's id.
 * @param isWhole false when later rows may bring further columns
 */
export function guessColumns(header: readonly string[], isWhole = true): Partial<ColumnMapping> {
  const columns = new Map(header.map((name) => [plain(name), name]));
  const named = (field: MappingFieldName) =>
    (mappingFields[field].words ?? []).flatMap((word) => columns.get(word) ?? []);
  const levels = named('categoryPath');
  const first = (field: MappingFieldName) =>
    named(field)[0] ?? (field === 'price' ? pricedIn(header) : undefined);
  const found = Object.fromEntries(
    MAPPING_FIELD_NAMES.filter((name) => mappingFields[name].kind === 'COLUMN').map((name) => {
      return [name, first(name)];
    }),
  );
  const { externalId, category } = found;
  const images = [...new Set([...named('images').slice(0, 1), ...numbered(header)])];
  const wildImage = first('wildImages');

  const path =
    category === undefined ? levels : [...levels.filter((c) => c !== category), category];
  const guess: Partial<ColumnMapping> = {
    ...found,
    categoryPath: path.length > 1 ? path : undefined,
    images: images.length === 0 ? undefined : images,
    wildImages: wildImage === undefined ? undefined : [wildImage],
    imagePattern: images.length === 0 && externalId !== undefined ? `{${externalId}}` : undefined,
  };
  return { ...guess, attributes: isWhole ? otherColumns(header, guess) : [ALL_OTHERS] };
}

/** Image columns with a number: "image 1", "Photo 2", in the order of their numbers. */
function numbered(header: readonly string[]): string[] {
  const words = new Set<string>(mappingFields.images.words);
  const found = header.flatMap((name) => {
    const [, word = '', number = ''] =
      /^([a-z]+)(\d{1,3})(?:url|src|link)?$/.exec(plain(name)) ?? [];
    return words.has(word) ? [{ name, number: Number(number) }] : [];
  });
  return found.toSorted((a, b) => a.number - b.number).map(({ name }) => name);
}

/** Columns to keep as attributes; the category says more with the others than alone. */
export function otherColumns(header: readonly string[], mapping: Partial<ColumnMapping>): string[] {
  const used = usedColumns(mapping);
  return header.filter((name) => name !== '' && (!used.has(name) || name === mapping.category));
}

/** "Price (EUR)" */
const pricedIn = (header: readonly string[]) =>
  header.find((column) => {
    const { name, currency } = priceColumn(column);
    return currency !== undefined && mappingFields.price.words?.includes(plain(name));
  });

/** "Währung" and "wahrung" are one word here. */
const plain = (name: string) =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

function noGuess(field: string, what: string, header: readonly string[]): AppError {
  const message = `No column of the feed looks like ${what}; name it in mapping.${field}. ${columnsThere(header)}`;
  return badInput(`mapping.${field}`, message);
}
