import type { Fetcher } from '../../fetch/fetcher.ts';
import type { Claim } from '../../jobs/jobRow.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Feed } from '../feeds/format.ts';
import type { ImagesService } from '../images/service.ts';
import type { BatchStore } from './batchStore.ts';
import type { ImportRun } from './importRun.ts';
import type { RemovalStore } from './removalStore.ts';
import type { ImportsStore } from './store.ts';

/** What an import tells of itself after each batch. */
export interface ImportProgress {
  readonly rowsRead: number;
  readonly rowsTotal: number;
  readonly failed: number;
  readonly imagesStored: number;
}

/** One run that this process has claimed, the feed it reads, and what the work needs. */
export interface ImportTask {
  readonly run: ImportRun;
  readonly claim: Claim;
  readonly feed: Feed;
  readonly runs: Pick<ImportsStore, 'noteSurvey'>;
  readonly batches: BatchStore;
  readonly removals: RemovalStore;
  readonly images: Pick<ImagesService, 'findFacts' | 'knownAddresses' | 'deleteStrays'>;
  readonly storage: Storage;
  readonly fetcher: Fetcher;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}
