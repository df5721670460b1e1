import type { Database } from '../database/database.ts';

const PAGE = 1000;

/** Deletes a catalog with all that hangs on it: products, import runs, triplet sets, their runs. */
export async function deleteCatalog({ prisma }: Database, id: string): Promise<void> {
  // Triplets first, because they hold images that products refer to as well.
  await prisma.tripletSet.deleteMany({ where: { catalogId: id } });
  await prisma.catalog.delete({ where: { id } });
}

/**
 * Deletes images that no product and no triplet uses any more, page by page.
 * @returns their sha256, whose files can go
 */
export async function* deleteUnusedImages({ pool }: Database): AsyncGenerator<string[]> {
  for (;;) {
    const { rows } = await pool.query<{ sha256: string }>(
      `DELETE FROM "Image" WHERE id IN (
         SELECT i.id FROM "Image" i
         WHERE NOT EXISTS (SELECT 1 FROM "ProductImage" pi WHERE pi."imageId" = i.id)
           AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."queryImageId" = i.id)
           AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."positiveImageId" = i.id)
           AND NOT EXISTS (SELECT 1 FROM "Triplet" t WHERE t."negativeImageId" = i.id)
         LIMIT ${PAGE})
       RETURNING sha256`,
    );
    if (rows.length === 0) return;
    yield rows.map(({ sha256 }) => sha256);
  }
}
