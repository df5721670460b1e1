import { realpath, stat } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import type { Split } from '../../../../prisma/client/enums.ts';
import type { Env } from '../env.ts';
import { badInput } from '../errors.ts';
import type { UploadsService } from '../uploads/service.ts';
import type { TripletFile } from './makeImported.ts';

/** One published CSV: on the server, or uploaded before. */
export interface CsvInput {
  split: Split;
  csvPath?: string | null | undefined;
  csvUploadId?: string | null | undefined;
}

interface Deps {
  env: Pick<Env, 'importRoots'>;
  uploads: Pick<UploadsService, 'requireUpload'>;
}

/**
 * Finds every file before anything is created.
 * @param anywhere paths need not lie under IMPORT_ROOTS: the caller is the operator at a shell
 * @throws BAD_INPUT naming the file's field, NOT_FOUND, UPLOAD_INVALID
 */
export async function locateFiles(
  inputs: readonly CsvInput[],
  deps: Deps,
  anywhere: boolean,
): Promise<TripletFile[]> {
  if (inputs.length === 0) throw badInput('files', 'Name at least one file.');
  const files: TripletFile[] = [];
  for (const [index, input] of inputs.entries()) {
    files.push(await locate(input, `files.${index}`, deps, anywhere));
  }
  return files;
}

async function locate(
  { split, csvPath, csvUploadId }: CsvInput,
  field: string,
  deps: Deps,
  anywhere: boolean,
): Promise<TripletFile> {
  if (Boolean(csvPath) === Boolean(csvUploadId)) {
    throw badInput(field, 'Give either csvPath or csvUploadId.');
  }
  if (csvUploadId) {
    const { path } = await deps.uploads.requireUpload(csvUploadId, 'TRIPLET_CSV');
    return { split, path, name: `${split} upload` };
  }
  const path = await realpath(resolve(csvPath as string)).catch(() => null);
  const outside = path !== null && !anywhere && !(await isUnder(path, deps.env.importRoots));
  if (outside) {
    const message = `${csvPath} does not lie under a folder of IMPORT_ROOTS.`;
    throw badInput(`${field}.csvPath`, message);
  }
  const facts = path === null ? null : await stat(path);
  if (path === null || !facts?.isFile()) {
    throw badInput(`${field}.csvPath`, `There is no file ${csvPath}.`);
  }
  return { split, path, name: basename(path) };
}

async function isUnder(path: string, roots: readonly string[]): Promise<boolean> {
  for (const root of roots) {
    const real = await realpath(root).catch(() => null);
    if (real !== null && path.startsWith(real + sep)) return true;
  }
  return false;
}
