/** The column mapping of an import, as the wizard shows it and the API takes it. */

import type { ImportWizardQuery } from '../api/generated/graphql';

/** A field that a mapping may have, as the API declares it. */
export type MappingField = ImportWizardQuery['mappingFields'][number];

/** Field by field, a column's name or several. */
export type Mapping = Record<string, string | string[]>;

/** What the API said or a person chose, without the fields that have no column. */
export function filledMapping(given: object): Mapping {
  return Object.fromEntries(
    Object.entries(given).filter(
      (entry): entry is [string, string | string[]] =>
        entry[0] !== '__typename' &&
        (Array.isArray(entry[1]) ? entry[1].length > 0 : Boolean(entry[1])),
    ),
  );
}

/**
 * The mapping as the API takes it: fields without a column are said too, or the API would guess
 * them; the two that it insists on are empty then.
 */
export function mappingInput(
  mapping: Mapping,
  fields: readonly Pick<MappingField, 'name'>[],
): Record<string, string | string[] | null> {
  const text = (name: string) => (typeof mapping[name] === 'string' ? mapping[name] : '');
  const none = Object.fromEntries(fields.map(({ name }) => [name, null]));
  return {
    ...none,
    ...filledMapping(mapping),
    externalId: text('externalId'),
    title: text('title'),
  };
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
