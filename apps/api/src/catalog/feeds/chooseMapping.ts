import { guessMapping } from './guessMapping.ts';
import { type ColumnMapping, type Columns, checkMapping } from './mapping.ts';
import { mergeMapping } from './mergeMapping.ts';
import type { FeedInput, OpenedFeed } from './openFeed.ts';
import { presetMapping } from './presets.ts';
import type { FeedsStore } from './store.ts';

/** Where a mapping comes from: given, saved for the catalog, prescribed by the format, guessed. */
export const MAPPING_ORIGINS = ['GIVEN', 'SAVED', 'FORMAT', 'GUESSED'] as const;
export type MappingOrigin = (typeof MAPPING_ORIGINS)[number];

export interface ChosenMapping {
  readonly mapping: ColumnMapping;
  readonly from: MappingOrigin;
}

/** A feed and the name of the catalog that it is for. */
export interface CatalogFeedInput extends FeedInput {
  readonly catalog?: string | null | undefined;
}

/**
 * The mapping for a feed, and where it comes from.
 * @throws AppError BAD_INPUT when none is given and no column looks like the id or the title
 */
export async function chooseMapping(
  feeds: Pick<FeedsStore, 'savedMapping'>,
  input: CatalogFeedInput,
  { feed, columns }: Pick<OpenedFeed, 'feed' | 'columns'>,
): Promise<ChosenMapping> {
  if (input.mapping) {
    const preset = presetMapping(feed.format, columns.names);
    return { mapping: mergeMapping(input.mapping, preset, columns), from: 'GIVEN' };
  }
  const saved = input.catalog ? await feeds.savedMapping(input.catalog, feed.format) : null;
  if (saved && fits(saved, columns)) return { mapping: saved, from: 'SAVED' };
  const preset = presetMapping(feed.format, columns.names);
  if (preset) return { mapping: preset, from: 'FORMAT' };
  return { mapping: guessMapping(columns.names, columns.isWhole), from: 'GUESSED' };
}

function fits(mapping: ColumnMapping, columns: Columns): boolean {
  try {
    checkMapping(mapping, columns);
    return true;
  } catch {
    return false; // the feed lost a column since it was saved
  }
}
