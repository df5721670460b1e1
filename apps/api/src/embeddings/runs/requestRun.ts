/** The ways to ask for a pass of a model version. */
import type { EmbedRun } from '../../../../../prisma/client/client.ts';
import type { ModelsService } from '../models/service.ts';
import { requireStorable } from '../vectors/indexType.ts';
import type { EmbedDeps } from './embedImages.ts';

export interface EmbedRunDeps extends EmbedDeps {
  readonly models: ModelsService;
}

/** A row for a pass that the caller does itself, without a worker. @throws as startEmbedRun */
export async function createRun(
  { models, runs }: EmbedRunDeps,
  reference: string,
  promote: boolean,
): Promise<EmbedRun> {
  const model = await models.require(reference);
  requireStorable(model);
  return runs.create(model.id, promote);
}

/**
 * Asks for a pass of the model over all images without a vector. A pass that has not ended is
 * returned instead of a second one beside it.
 * @throws BAD_INPUT for vectors too long to be stored; NOT_FOUND, NO_MODEL
 */
export async function startEmbedRun(
  { models, runs, jobs }: EmbedRunDeps,
  reference: string,
  promote: boolean,
): Promise<EmbedRun> {
  const model = await models.require(reference);
  requireStorable(model);
  const open = await runs.findOpen(model.id);
  if (open !== null && !open.cancelRequested) {
    return promote && !open.promote ? runs.askToPromote(open.id) : open;
  }
  const run = await runs.create(model.id, promote);
  await jobs.send('embeddings.embed', { id: run.id });
  return run;
}

/**
 * Asks for a pass of the model that serves, if images lack a vector of it.
 * @returns the pass; null when none is needed, or there is no such model. `busy`: one is under
 *   way, which may not see what came since it began
 */
export async function startForNewImages(
  deps: EmbedRunDeps,
): Promise<{ run: EmbedRun | null; busy: boolean }> {
  const { models, runs, vectors } = deps;
  const model = await models.findProduction();
  if (model === null) return { run: null, busy: false };
  await vectors.createPartition(model);
  if ((await vectors.countPending(model)) === 0) return { run: null, busy: false };
  const open = await runs.findOpen(model.id);
  if (open?.status === 'RUNNING') return { run: open, busy: true };
  return { run: await startEmbedRun(deps, model.id, false), busy: false };
}
