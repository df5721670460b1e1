import { basename } from 'node:path';
import type { Split } from '../../../../prisma/client/enums.ts';
import type { Env } from '../env.ts';
import { badInput } from '../errors.ts';
import { checkImportPath } from '../storage/importPath.ts';
import type { UploadsService } from '../uploads/service.ts';
import type { TripletFile } from './refusedRows.ts';

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
 * @param trusted the operator's own command line may read anywhere, others under IMPORT_ROOTS
 * @throws BAD_INPUT naming the file's field, NOT_FOUND, UPLOAD_INVALID
 */
export async function locateFiles(
  inputs: readonly CsvInput[],
  deps: Deps,
  trusted: boolean,
): Promise<TripletFile[]> {
  if (inputs.length === 0) throw badInput('files', 'Name at least one file.');
  const roots = trusted ? undefined : deps.env.importRoots;
  const files: TripletFile[] = [];
  for (const [index, input] of inputs.entries()) {
    files.push(await locate(input, `files.${index}`, deps, roots));
  }
  return files;
}

async function locate(
  { split, csvPath, csvUploadId }: CsvInput,
  field: string,
  { uploads }: Deps,
  roots: readonly string[] | undefined,
): Promise<TripletFile> {
  if (csvPath && csvUploadId) throw badInput(field, 'Give csvPath or csvUploadId, not both.');
  if (csvUploadId) {
    const { path, name } = await uploads.requireUpload(csvUploadId, 'TRIPLET_CSV');
    return { split, path, name: name ?? `${split} upload` };
  }
  if (!csvPath) throw badInput(field, 'Give csvPath or csvUploadId.');
  const path = await checkImportPath(`${field}.csvPath`, csvPath, 'file', roots);
  return { split, path, name: basename(path) };
}
