/** Products of the catalog that a feed lacks: counted before anything is written, removed last. */
import { cancelled } from '../../errors.ts';
import type { ImportRun } from './importRun.ts';
import type { ImportTask } from './importTask.ts';
import type { RemovableProduct } from './removalStore.ts';
import type { Survey } from './survey.ts';

/** A feed that lacks more of the catalog is more likely cut off than meant so. */
const LARGE_REMOVAL = 0.5;
const SHOWN = 10;

export interface Vanished {
  readonly count: number;
  /** Products there are, those marked before left out. */
  readonly of: number;
  readonly first: readonly RemovableProduct[];
}

/** Nothing counts as vanished while a row could be any product. */
export async function findVanished(
  { removals, run }: Pick<ImportTask, 'removals' | 'run'>,
  { present, nameless }: Survey,
): Promise<Vanished> {
  const first: RemovableProduct[] = [];
  if (run.removal === 'KEEP' || nameless.length > 0) return { count: 0, of: 0, first };
  let count = 0;
  let of = 0;
  for await (const page of removals.pages(run.catalogId)) {
    const absent = page.filter(({ externalId }) => !present.has(externalId));
    first.push(...absent.slice(0, SHOWN - first.length));
    count += absent.length;
    of += page.length;
  }
  return { count, of, first };
}

/** Whether so many are gone that it must have been allowed. */
export function isRefused({ count, of }: Vanished, run: Pick<ImportRun, 'allowLargeRemoval'>) {
  return count > of * LARGE_REMOVAL && !run.allowLargeRemoval;
}

/** @throws AppError CANCELLED when the run is asked to stop, after the page at hand */
export async function removeVanished(
  { removals, run, claim, signal }: ImportTask,
  { present }: Survey,
): Promise<void> {
  const { removal, catalogId } = run;
  if (removal === 'KEEP') return;
  for await (const page of removals.pages(catalogId)) {
    signal.throwIfAborted();
    const absent = page.filter(({ externalId }) => !present.has(externalId)).map(({ id }) => id);
    if (absent.length === 0) continue;
    if (await removals.remove(claim, removal, absent)) throw cancelled('The import');
  }
}
