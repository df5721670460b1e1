import type { ServiceDeps } from '../../deps.ts';
import type { Fetcher } from '../../fetch/fetcher.ts';
import type { UploadsService } from '../../uploads/service.ts';
import { analysisOf, type FeedAnalysis } from './analysis.ts';
import { type CatalogFeedInput, type ChosenMapping, chooseMapping } from './chooseMapping.ts';
import { deleteOldFeeds } from './files/deleteOldFeeds.ts';
import { listMappingFields } from './mappingFields.ts';
import { obtainFeed } from './obtainFeed.ts';
import {
  type FeedInput,
  type KnownFeed,
  type NamedFeed,
  type OpenedFeed,
  openFeed,
  reopenFeed,
} from './openFeed.ts';
import { createFeedsStore } from './store.ts';

export type FeedsService = ReturnType<typeof createFeedsService>;

interface FeedsDeps extends Pick<ServiceDeps, 'env' | 'database' | 'storage' | 'clock'> {
  readonly uploads: UploadsService;
  readonly fetcher: Fetcher;
}

/** Feeds: found, recognised, and read as products by a column mapping. */
export function createFeedsService(deps: FeedsDeps) {
  const feeds = createFeedsStore(deps.database);
  const open = (input: FeedInput): Promise<NamedFeed> => openFeed(deps, input);
  const choose = (input: CatalogFeedInput, opened: OpenedFeed): Promise<ChosenMapping> =>
    chooseMapping(feeds, input, opened);
  return {
    open,
    reopen: (known: KnownFeed): Promise<OpenedFeed> => reopenFeed(deps, known),
    /** Changes when the feed does. @throws BAD_INPUT when it is gone */
    stampOf: async ({ source, format, encoding }: KnownFeed): Promise<string> =>
      (await obtainFeed(source, deps.storage.feedsDir, { format, encoding })).stamp,
    chooseMapping: choose,
    saveMapping: feeds.saveMapping,
    mappingFields: listMappingFields,

    /** What a feed looks like, and how it would be read; nothing is written. @throws BAD_INPUT */
    async analyze(input: CatalogFeedInput): Promise<FeedAnalysis> {
      const opened = await open(input);
      return analysisOf(opened, () => choose(input, opened));
    },

    /** Makes room, see deleteOldFeeds. */
    deleteOld: (): Promise<void> => deleteOldFeeds(deps.storage.feedsDir, deps.clock()),
  };
}
