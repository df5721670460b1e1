import type { ImageDuplicate } from '../../../../../prisma/client/client.ts';
import type { ServiceDeps } from '../../deps.ts';
import { badInput, notFound } from '../../errors.ts';
import {
  type Connection,
  checkFirst,
  connectionOf,
  decodeCursor,
  encodeCursor,
  type PageRequest,
} from '../../paging.ts';
import { findDuplicates } from './findDuplicates.ts';
import { createSignaturesStore } from './signaturesStore.ts';
import { createDuplicatesStore, type DuplicatesFilter } from './store.ts';

/** Images of several products that seem to show the same. */
export function createDuplicatesService({
  database,
  storage,
}: Pick<ServiceDeps, 'database' | 'storage'>) {
  const duplicates = createDuplicatesStore(database);
  const deps = { storage, duplicates, signatures: createSignaturesStore(database) };
  return {
    /** Links images that show the same, as far as they are new, see findDuplicates. */
    find: (signal?: AbortSignal): Promise<void> => findDuplicates(deps, signal),

    /** The most alike first. @throws BAD_INPUT, LIMIT_EXCEEDED */
    async page(
      filter: DuplicatesFilter,
      request: PageRequest,
    ): Promise<Connection<ImageDuplicate>> {
      const first = checkFirst(request.first, 24);
      const rows = await duplicates.after(filter, placeAfter(request.after), first + 1);
      return connectionOf(rows, first, request.after, (row) =>
        encodeCursor([row.difference, String(row.id)]),
      );
    },

    count: duplicates.count,

    /** Remembers that two images are none, or takes that back. @throws NOT_FOUND */
    async dismiss(id: string, dismissed: boolean): Promise<ImageDuplicate> {
      const row = await duplicates.dismiss(id, dismissed);
      if (!row) throw notFound('duplicate', id);
      return row;
    },
  };
}

function placeAfter(after: string | null | undefined): [number, string] | undefined {
  const [difference, id] = decodeCursor(after, 2) ?? [];
  if (difference === undefined) return undefined;
  if (typeof difference === 'number' && typeof id === 'string' && /^\d{1,18}$/.test(id)) {
    return [difference, id];
  }
  throw badInput('after', 'after must be a cursor that this field gave out (pageInfo.endCursor).');
}
