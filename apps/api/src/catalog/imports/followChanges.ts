import type { EmbedRun } from '../../../../../prisma/client/client.ts';
import type { Services } from '../../services.ts';

/** What the changes of an import set off, beside what shows at once. */
export interface Followed {
  /** The pass that embeds new images for the model that serves; null when nothing was left to do. */
  readonly embedRun: EmbedRun | null;
  /** A pass was under way already, and may have gone by what is new: ask again after it. */
  readonly busy: boolean;
}

/**
 * Carries the changes of imports on: images that nothing uses go, with their vectors; images that
 * show the same are linked; new ones are embedded for the model that serves. It depends only on
 * what is stored, so it can be repeated, and one call does for several imports.
 */
export async function followChanges(
  { catalog, embeddings }: Pick<Services, 'catalog' | 'embeddings'>,
  signal?: AbortSignal,
): Promise<Followed> {
  await catalog.images.deleteUnused();
  const { run, busy } = await embeddings.runs.startForNewImages();
  await catalog.duplicates.find(signal);
  return { embedRun: run, busy };
}
