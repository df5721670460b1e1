/** Mappings over GraphQL: every field of them as mappingFields declares it. */

import { decodeOptionalId } from '../../globalIds.ts';
import { builder } from '../../graphql/builder.ts';
import { FEED_FORMATS } from './format.ts';
import { type ColumnMapping, givenMappingSchema } from './mapping.ts';
import {
  listMappingFields,
  MAPPING_KINDS,
  type MappingFieldName,
  type MappingFieldSummary,
} from './mappingFields.ts';
import type { FeedInput } from './openFeed.ts';

export const FeedFormatType = builder.enumType('FeedFormat', { values: FEED_FORMATS });

type Mapping = Partial<ColumnMapping>;

export const ColumnMappingType = mappingType<ColumnMapping>(
  'ColumnMapping',
  'Which column of a feed says what.',
  ({ required }) => !required,
);

export const MappingGuessType = mappingType<Mapping>(
  'MappingGuess',
  'As much of a mapping as the names of the columns tell.',
  () => true,
);

function mappingType<Shape extends Mapping>(
  name: string,
  description: string,
  isNullable: (field: MappingFieldSummary) => boolean,
) {
  return builder.objectRef<Shape>(name).implement({
    description,
    fields: (t) => {
      const one = (name: MappingFieldName) =>
        t.string({ resolve: (mapping) => columnsOf(mapping, name)[0] ?? '' });
      const oneOrNull = (name: MappingFieldName) =>
        t.string({ nullable: true, resolve: (mapping) => columnsOf(mapping, name)[0] ?? null });
      const several = (name: MappingFieldName) =>
        t.stringList({ resolve: (mapping) => columnsOf(mapping, name) });
      const fields = listMappingFields().map((field) => {
        if (field.kind === 'COLUMNS') return [field.name, several(field.name)];
        return [field.name, (isNullable(field) ? oneOrNull : one)(field.name)];
      });
      return Object.fromEntries(fields);
    },
  });
}

const columnsOf = (mapping: Mapping, name: MappingFieldName): string[] =>
  [mapping[name] ?? []].flat();

/** What a caller gives; checked when it is used, see toFeedInput. */
export const ColumnMappingInput = builder
  .inputRef<Record<string, string | readonly string[] | null>>('ColumnMappingInput')
  .implement({
    description:
      'The fields it names go before what the format prescribes or is guessed; null or empty: none.',
    fields: (t) =>
      Object.fromEntries(
        listMappingFields().map(({ name, kind, help }) => {
          const options = { ...(help !== undefined && { description: help }) };
          return [name, kind === 'COLUMNS' ? t.stringList(options) : t.string(options)];
        }),
      ),
  });

const MappingFieldType = builder.objectRef<MappingFieldSummary>('MappingField').implement({
  description: 'A field of a mapping, for the form that fills it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As in ColumnMapping and ColumnMappingInput.' }),
    label: t.exposeString('label'),
    help: t.string({ nullable: true, resolve: ({ help }) => help ?? null }),
    kind: t.expose('kind', {
      type: builder.enumType('MappingFieldKind', {
        description: 'One column; several; or a text with columns in braces: "{id}.jpg".',
        values: MAPPING_KINDS,
      }),
    }),
    required: t.exposeBoolean('required'),
  }),
});

builder.queryField('mappingFields', (t) =>
  t.field({
    type: [MappingFieldType],
    description: 'Every field that a mapping may have, in the order to show them.',
    resolve: (_root, _args, { services }) => services.catalog.feeds.mappingFields(),
  }),
);

interface GivenFeed {
  readonly uploadId?: string | null | undefined;
  readonly mapping?: unknown;
}

/** Ids decoded, the mapping read. */
export function toFeedInput<Input extends GivenFeed>(
  input: Input,
): Omit<Input, 'uploadId' | 'mapping'> & Pick<FeedInput, 'uploadId' | 'mapping'> {
  const { mapping } = input;
  return {
    ...input,
    uploadId: decodeOptionalId('Upload', input.uploadId, 'input.uploadId'),
    mapping:
      mapping === null || mapping === undefined ? mapping : givenMappingSchema.parse(mapping),
  };
}
