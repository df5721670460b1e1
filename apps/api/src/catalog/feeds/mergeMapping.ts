import { guessColumns, otherColumns, requireNamed } from './guessMapping.ts';
import { type ColumnMapping, type Columns, type GivenMapping, usedColumns } from './mapping.ts';
import { MAPPING_FIELD_NAMES, type MappingFieldName } from './mappingFields.ts';

/** Two ways to say one thing: the one that is given stands alone. */
const ALTERNATIVES: readonly (readonly MappingFieldName[])[] = [
  ['images', 'imagePattern'],
  ['category', 'categoryPath'],
];

/**
 * What is given, over what the format prescribes or else is guessed. A column that is given another
 * meaning is no attribute any more; one that a guess had used before becomes one.
 * @param preset undefined for formats whose columns are free
 * @throws AppError BAD_INPUT when there is no id or title in the end
 */
export function mergeMapping(
  given: GivenMapping,
  preset: ColumnMapping | undefined,
  { names, isWhole }: Columns,
): ColumnMapping {
  const base = preset ?? guessColumns(names, isWhole);
  const fields = MAPPING_FIELD_NAMES.filter((name) => !isReplaced(name, given)).map((name) => {
    return [name, given[name] === undefined ? base[name] : given[name]] as const;
  });
  const merged: Partial<ColumnMapping> = Object.fromEntries(
    fields.filter(([, value]) => value !== undefined && value !== null && value.length > 0),
  );
  if (given.attributes === undefined) {
    const isGuess = preset === undefined && isWhole;
    const attributes = isGuess ? otherColumns(names, merged) : unused(base.attributes, given);
    return requireNamed({ ...merged, attributes }, names);
  }
  return requireNamed(merged, names);
}

function isReplaced(name: MappingFieldName, given: GivenMapping): boolean {
  if (given[name] !== undefined) return false;
  const others = ALTERNATIVES.find((each) => each.includes(name)) ?? [];
  return others.some((other) => (given[other]?.length ?? 0) > 0);
}

/** Attributes without the columns that were given another meaning. */
function unused(attributes: readonly string[] | undefined, given: GivenMapping): string[] {
  const { category, ...others } = given;
  const filled = Object.entries(others).filter(([, value]) => value !== null);
  const used = usedColumns(Object.fromEntries(filled));
  return (attributes ?? []).filter((name) => !used.has(name) || name === category);
}
