import { join } from 'node:path';

/** Where a run keeps its checkpoint of a kind. @param runDirectory the run's own folder */
export function checkpointFolder(runDirectory: string, kind: 'LATEST' | 'BEST'): string {
  return join(runDirectory, kind === 'BEST' ? 'best' : 'latest');
}
