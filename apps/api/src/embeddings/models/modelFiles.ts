import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointExport, ExportedFile } from '@semblance/ml';
import { exportCheckpointInThread } from '@semblance/ml/weights/inThread';
import { backendOptions, type Env } from '../../env.ts';
import type { Storage } from '../../storage/storage.ts';
import { lostThread } from '../lostThread.ts';
import type { ModelVersion } from './modelVersion.ts';
import { createOnnxDownloads } from './onnxDownloads.ts';

/** What model versions have on disk. */
export function createModelFiles({ env, storage }: { env: Env; storage: Storage }) {
  /** Where the exported model lies. */
  const directoryOf = (model: ModelVersion): string => join(env.dataDir, model.artifact);

  /**
   * Writes a version's model into a new folder, for use elsewhere.
   * @throws CONFIG_INVALID when the folder holds something, WEIGHTS_UNSUPPORTED, DISK_FULL
   */
  function exportModel(
    model: ModelVersion,
    target: string,
    options: Pick<CheckpointExport, 'format' | 'layout'>,
  ): Promise<ExportedFile[]> {
    const about = { name: model.name, modelVersion: String(model.number), id: model.id };
    const order = {
      directory: directoryOf(model),
      target,
      options: { ...options, about, backend: backendOptions(env) },
    };
    return exportCheckpointInThread(order, lostThread);
  }

  const onnx = createOnnxDownloads(storage, (model, target) =>
    exportModel(model, target, { format: 'onnx' }),
  );

  return {
    directoryOf,
    export: exportModel,

    /** Path of a version's ONNX file, written at the first demand. @throws WEIGHTS_UNSUPPORTED */
    onnxFile: (model: ModelVersion): Promise<string> => onnx.fileOf(model),

    async remove(model: ModelVersion): Promise<void> {
      await rm(directoryOf(model), { recursive: true, force: true });
      await onnx.remove(model);
    },
  };
}
