import type { ServiceDeps } from '../../deps.ts';
import { createJobRows } from '../../jobs/jobRow.ts';
import { deleteStrayFiles, deleteStrays, deleteUnusedImages } from './deleteImages.ts';
import { imagesByName } from './imagesByName.ts';
import { createReferencesStore } from './referencesStore.ts';
import { createImagesStore } from './store.ts';

export type ImagesService = ReturnType<typeof createImagesService>;

/** Images, what feeds say of them, and their files. */
export function createImagesService({
  database,
  storage,
}: Pick<ServiceDeps, 'database' | 'storage'>) {
  const images = createImagesStore(database);
  const references = createReferencesStore(database);
  const { countActive: countImports } = createJobRows(database.prisma, 'ImportRun');
  const deps = { storage, images, countImports };
  return {
    byIds: images.byIds,
    ofProducts: images.ofProducts,
    findFacts: images.findFacts,
    knownAddresses: references.knownAddresses,
    /** What became of the images that feeds name, by product and in order. */
    referencesOf: references.ofProducts,
    /** By the names that triplet files use, see imagesByName. */
    byName: (catalogId: string, names: readonly string[]): Promise<Map<string, string>> =>
      imagesByName(images, catalogId, names),

    deleteUnused: (): Promise<void> => deleteUnusedImages(deps),
    deleteStrayFiles: (before: Date): Promise<number> => deleteStrayFiles(deps, before),
    deleteStrays: (sha256s: readonly string[]): Promise<void> => deleteStrays(deps, sha256s),
  };
}
