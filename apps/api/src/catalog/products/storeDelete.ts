import type { Database } from '../../database/database.ts';

const PAGE = 1000;

/** Deletes a catalog with all that hangs on it: products, import runs, triplet sets, their runs. */
export async function deleteCatalog({ prisma }: Database, id: string): Promise<void> {
  // Triplets first, because they hold images that products refer to as well.
  await prisma.tripletSet.deleteMany({ where: { catalogId: id } });
  await prisma.catalog.delete({ where: { id } });
}

/**
 * Deletes images that no product and no triplet uses any more, page by page; their vectors go with
 * them. An image that is being put to use at this moment is left to the next time.
 * @returns their sha256, whose files can go
 */
export async function* deleteUnusedImages({ pool }: Database): AsyncGenerator<string[]> {
  for (;;) {
    const { rows } = await pool
      .query<{ sha256: string }>(
        `DELETE FROM "Image" WHERE id IN (
         SELECT i.id FROM "Image" i
         WHERE NOT EXISTS (SELECT 1 FROM "ProductImage" pi WHERE pi."imageId" = i.id)
           AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."queryImageId" = i.id)
           AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."positiveImageId" = i.id)
           AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."negativeImageId" = i.id)
         LIMIT ${PAGE} FOR UPDATE SKIP LOCKED)
       RETURNING sha256`,
      )
      .catch((error: unknown) => {
        // Linked since the statement began: nothing of this page was deleted.
        if (isForeignKeyViolation(error)) return { rows: [] };
        throw error;
      });
    if (rows.length === 0) return;
    yield rows.map(({ sha256 }) => sha256);
  }
}

const isForeignKeyViolation = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === '23503';
