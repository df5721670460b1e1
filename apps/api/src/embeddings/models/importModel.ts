import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConcatenationName, ImagenetInput, PixelRange, Preprocessing } from '@semblance/ml';
import { importCheckpointInThread } from '@semblance/ml/weights/inThread';
import { backendOptions } from '../../env.ts';
import { badInput } from '../../errors.ts';
import { checkImportPath } from '../../storage/importPath.ts';
import { lostThread } from '../lostThread.ts';
import type { ModelVersion } from './modelVersion.ts';
import { type ModelDeps, registerModelVersion } from './registerModelVersion.ts';

/** See `ModelImport` of packages/ml. */
export interface ModelImportRequest {
  readonly name: string;
  /** A Keras weight file, a model.json, or the folder of one. */
  readonly path: string;
  readonly architecture?: string | undefined;
  readonly concatenation?: ConcatenationName | undefined;
  readonly input?: ImagenetInput | undefined;
  readonly pixels?: PixelRange | undefined;
  readonly fit?: Preprocessing['fit'] | undefined;
}

/**
 * Brings in a model that was trained elsewhere as a version that can be embedded and promoted.
 * @param trusted the operator's own command line may read anywhere, others under IMPORT_ROOTS
 * @throws BAD_INPUT naming the field, CONFIG_INVALID, MODEL_UNKNOWN, WEIGHTS_..., DISK_FULL
 */
export async function importModel(
  deps: ModelDeps,
  { name, path, ...options }: ModelImportRequest,
  trusted: boolean,
): Promise<ModelVersion> {
  const { env, storage } = deps;
  if (name.trim() === '') throw badInput('name', 'A model version needs a name.');
  const roots = trusted ? undefined : env.importRoots;
  const real = await checkImportPath('path', path, 'file or folder', roots);
  const checkpointDirectory = join(storage.modelsDir, `import-${crypto.randomUUID()}`);
  try {
    const order = { ...options, path: real, backend: backendOptions(env) };
    await importCheckpointInThread(order, checkpointDirectory, lostThread);
    return await registerModelVersion(deps, { name, checkpointDirectory });
  } finally {
    await rm(checkpointDirectory, { recursive: true, force: true });
  }
}
