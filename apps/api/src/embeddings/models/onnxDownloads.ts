import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '../../storage/storage.ts';
import type { ModelVersion } from './modelVersion.ts';

/** ONNX files of model versions, made at the first demand and kept: a version never changes. */
export function createOnnxDownloads(
  storage: Pick<Storage, 'modelsDir'>,
  write: (model: ModelVersion, target: string) => Promise<unknown>,
) {
  const underWay = new Map<string, Promise<unknown>>();
  const folderOf = ({ id }: ModelVersion) => join(storage.modelsDir, `${id}-onnx`);

  return {
    /** Path of the file. @throws WEIGHTS_UNSUPPORTED, DISK_FULL */
    async fileOf(model: ModelVersion): Promise<string> {
      const folder = folderOf(model);
      const path = join(folder, 'model.onnx');
      if (await isThere(path)) return path;
      // Whoever asks while it is being written waits for the same file.
      const writing =
        underWay.get(model.id) ?? write(model, folder).finally(() => underWay.delete(model.id));
      underWay.set(model.id, writing);
      await writing;
      return path;
    },
    remove: (model: ModelVersion) => rm(folderOf(model), { recursive: true, force: true }),
  };
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
