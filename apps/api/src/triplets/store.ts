import { Prisma, type PrismaClient } from '../../../../prisma/client/client.ts';
import { bindTo } from '../database/bindTo.ts';
import type { Database } from '../database/database.ts';
import type { Claim, JobClient } from '../jobs/jobRow.ts';
import type { StoredCounts } from './counts.ts';
import * as making from './makingStore.ts';
import * as reading from './readingStore.ts';
import type { StoredRecipe } from './recipe.ts';
import { type TripletIssue, type TripletSet, tripletSetOf } from './tripletSet.ts';

export interface NewTripletSet {
  catalogId: string;
  name: string;
  source: 'IMPORTED' | 'GENERATED';
  recipe: StoredRecipe;
}

/** Rows of a source that were not accepted: the first of them, and how many there were. */
export interface Refused {
  issues: TripletIssue[];
  issueCount: number;
}

/** What is known of a set when all its rows are written. */
export interface MadeSet extends Refused {
  /** As it was carried out. */
  recipe: StoredRecipe;
  counts: StoredCounts;
}

export type TripletStore = ReturnType<typeof createTripletStore>;

/** Triplet sets by Prisma and their rows, of which there are many, by SQL. */
export function createTripletStore({ prisma, pool }: Pick<Database, 'prisma' | 'pool'>) {
  return { ...createSetStore(prisma), ...bindTo(pool, making), ...bindTo(pool, reading) };
}

function createSetStore(prisma: PrismaClient) {
  const sets = prisma.tripletSet;
  return {
    /** Takes the next version of this name in the catalog. */
    createSet: (set: NewTripletSet) => createSet(prisma, set),

    async findSet(id: string): Promise<TripletSet | null> {
      const row = await sets.findUnique({ where: { id } });
      return row && tripletSetOf(row);
    },

    async setsByIds(ids: readonly string[]): Promise<Map<string, TripletSet>> {
      const rows = await sets.findMany({ where: { id: { in: [...ids] } } });
      return new Map(rows.map((row) => [row.id, tripletSetOf(row)]));
    },

    /** Newest first. */
    async listSets(catalogId: string | undefined, limit: number): Promise<TripletSet[]> {
      const page = { orderBy: { id: 'desc' }, take: limit } as const;
      return (await sets.findMany({ where: { catalogId }, ...page })).map(tripletSetOf);
    },

    /** Newest set of this name in any catalog, or the given version of it. */
    async findByName(name: string, version: number | undefined): Promise<TripletSet | null> {
      const row = await sets.findFirst({ where: { name, version }, orderBy: { id: 'desc' } });
      return row && tripletSetOf(row);
    },

    /** Keeps what was made together with the set's success. @param succeed ends the set's row */
    async keepMade(
      id: string,
      made: MadeSet,
      succeed: (client: JobClient) => Promise<void>,
    ): Promise<void> {
      await prisma.$transaction(async (client) => {
        await succeed(client);
        await client.tripletSet.update({ where: { id }, data: made });
      });
    },

    /** Keeps the rows that were refused of a set that is about to fail. */
    async keepRefused({ id, token }: Claim, refused: Refused): Promise<void> {
      await sets.updateMany({ where: { id, claimedBy: token }, data: refused });
    },
  };
}

/** How often a version number is tried again when another maker took it. */
const VERSION_ATTEMPTS = 5;

async function createSet(prisma: PrismaClient, set: NewTripletSet): Promise<TripletSet> {
  const { catalogId, name } = set;
  for (let attempt = 1; ; attempt++) {
    const latest = await prisma.tripletSet.aggregate({
      where: { catalogId, name },
      _max: { version: true },
    });
    const version = (latest._max.version ?? 0) + 1;
    try {
      return tripletSetOf(await prisma.tripletSet.create({ data: { ...set, version } }));
    } catch (error) {
      if (!isTaken(error) || attempt === VERSION_ATTEMPTS) throw error;
    }
  }
}

/** Prisma's code of a broken unique constraint. */
function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
