import { z } from 'zod';
import { badInput } from '../../errors.ts';
import {
  MAPPING_FIELD_NAMES,
  type MappingFieldName,
  type MappingValue,
  mappingFields,
} from './mappingFields.ts';

type Fields = typeof mappingFields;
type RequiredName = {
  [Name in MappingFieldName]: Fields[Name]['required'] extends true ? Name : never;
}[MappingFieldName];

/** Which column of a feed says what, see mappingFields. */
export type ColumnMapping = {
  readonly [Name in RequiredName]: MappingValue<Name>;
} & {
  readonly [Name in Exclude<MappingFieldName, RequiredName>]?: MappingValue<Name> | undefined;
};

const one = z.string();
/** A single column stands for a list of it. */
const several = z.union([z.array(z.string()), z.string().transform((column) => [column])]);

const shape = Object.entries(mappingFields).map(([name, { kind, required }]) => {
  const value = kind === 'COLUMNS' ? several : one;
  return [name, required ? value.nullish().transform((given) => given ?? '') : value.nullish()];
});

/**
 * A mapping from a caller or the database. Optional fields without a value are left out; an id or
 * title without one is an empty name, which checkMapping refuses.
 */
export const mappingSchema = z.object(Object.fromEntries(shape)).transform((fields) => {
  const given = Object.entries(fields).filter(([, value]) => (value ?? null) !== null);
  // Each field was checked as mappingFields declares it; which it is, the type has lost.
  return Object.fromEntries(given) as ColumnMapping;
});

/**
 * What a caller says of a mapping: the fields that it names, the others are left to the format or
 * the guess. A field that is null or empty has no column.
 */
export type GivenMapping = {
  readonly [Name in MappingFieldName]?: MappingValue<Name> | null | undefined;
};

const givenShape = Object.entries(mappingFields).map(([name, { kind }]) => {
  return [name, (kind === 'COLUMNS' ? several : one).nullish()];
});

/** A mapping as a caller gives it, or as it was kept for an import to come. */
export const givenMappingSchema = z.object(Object.fromEntries(givenShape)).transform((fields) => {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Each field was checked as mappingFields declares it; which it is, the type has lost.
  return Object.fromEntries(given) as GivenMapping;
});

/** Among the attributes: every column that no other field uses. */
export const ALL_OTHERS = '*';

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
    if (column === '') {
      throw badInput(`mapping.${field}`, `The mapping names no column for ${field}.`, { column });
    }
    if (known.has(column) || column === ALL_OTHERS) continue;
    if (!isWhole && !mappingFields[field].required) continue;
    const message = `The feed has no column "${column}", which the mapping uses for ${field}. ${columnsThere(names)}`;
    throw badInput(`mapping.${field}`, message, { column });
  }
}

export const columnsThere = (header: readonly string[]) => `Its columns are: ${header.join(', ')}.`;

/** The columns that a mapping uses for anything but attributes. */
export function usedColumns(mapping: Partial<ColumnMapping>): Set<string> {
  const used = mappedColumns(mapping).filter(([field]) => field !== 'attributes');
  return new Set(used.map(([, column]) => column));
}

/** Every [field, column] of a mapping, pattern placeholders included. */
function mappedColumns(mapping: Partial<ColumnMapping>): [MappingFieldName, string][] {
  return MAPPING_FIELD_NAMES.flatMap((field) =>
    columnsIn(field, mapping).map((column): [MappingFieldName, string] => [field, column]),
  );
}

function columnsIn(field: MappingFieldName, mapping: Partial<ColumnMapping>): readonly string[] {
  const value = mapping[field];
  if (value === undefined) return [];
  if (typeof value !== 'string') return value;
  return mappingFields[field].kind === 'PATTERN' ? patternColumns(value) : [value];
}

/** Columns in the braces of a pattern. */
export function patternColumns(pattern: string | undefined): string[] {
  return [...(pattern ?? '').matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] as string);
}
