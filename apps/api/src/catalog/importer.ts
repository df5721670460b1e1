import type { ImportRun } from '../../../../prisma/client/client.ts';
import type { Database } from '../database/database.ts';
import type { Env } from '../env.ts';
import { AppError, badInput, cancelled, describeError, notFound } from '../errors.ts';
import type { Jobs } from '../jobs.ts';
import type { Storage } from '../storage/storage.ts';
import type { UploadsService } from '../uploads/service.ts';
import { readHeader } from './csv.ts';
import { checkImportPath } from './importPaths.ts';
import { type ImportProgress, importRows } from './importRun.ts';
import { type ColumnMapping, checkMapping, guessMapping } from './mapping.ts';
import type { ImportsStore } from './storeImports.ts';

export interface ImportInput {
  /** Name of the catalog; it is made when it is new. */
  readonly catalog: string;
  /** Exactly one of csvPath and csvUploadId. */
  readonly csvPath?: string | null | undefined;
  readonly csvUploadId?: string | null | undefined;
  readonly imageDirectory?: string | null | undefined;
  /** Left out: guessed from the header. */
  readonly mapping?: ColumnMapping | null | undefined;
  /** The operator's own command line may read anywhere; everybody else under IMPORT_ROOTS. */
  readonly trusted?: boolean;
}

export interface RunImportOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** What the signal means: the end of the run, or only of this process (default: the run). */
  readonly onAbort?: 'cancel' | 'requeue';
}

interface ImporterDeps {
  readonly env: Env;
  readonly database: Database;
  readonly storage: Storage;
  readonly jobs: Jobs;
  readonly uploads: UploadsService;
  readonly imports: ImportsStore;
}

const MAX_NAME = 200;
/** A sign of life this often, also within a slow batch; one that fails is made up by the next. */
const BEAT_MS = 10_000;

/** Starts import runs and carries them out. */
export function createImporter(deps: ImporterDeps) {
  const { env, imports, jobs, uploads } = deps;

  async function sourceOf(input: ImportInput, roots: readonly string[] | undefined) {
    const { csvPath, csvUploadId } = input;
    if (csvPath && csvUploadId) {
      throw badInput('csvPath', 'Give csvPath or csvUploadId, not both.');
    }
    if (csvUploadId) return (await uploads.requireUpload(csvUploadId, 'CATALOG_CSV')).path;
    if (csvPath) return checkImportPath('csvPath', csvPath, 'file', roots);
    throw badInput('csvPath', 'Give csvPath or csvUploadId.');
  }

  /** Everything that can be known to be wrong is said now, before anything is written. */
  async function start(input: ImportInput): Promise<ImportRun> {
    const catalog = input.catalog.trim();
    if (catalog === '' || catalog.length > MAX_NAME) {
      throw badInput('catalog', `catalog must have 1 to ${MAX_NAME} characters.`);
    }
    const roots = input.trusted ? undefined : env.importRoots;
    const source = await sourceOf(input, roots);
    const imageDirectory = input.imageDirectory
      ? await checkImportPath('imageDirectory', input.imageDirectory, 'folder', roots)
      : null;
    const header = await readHeader(source);
    const mapping = input.mapping ?? guessMapping(header);
    checkMapping(mapping, header);
    const run = await imports.create({ catalog, source, imageDirectory, mapping });
    await jobs.send('catalog.import', { id: run.id });
    return run;
  }

  /**
   * Carries out a queued run, or takes over one whose process died, from its last batch.
   * @returns the run as it ended; a run that had ended is returned as it is
   * @throws AppError CONFLICT when another process runs it; CANCELLED; or what made it fail, which
   *   the row tells too
   */
  async function run(id: string, options: RunImportOptions = {}): Promise<ImportRun> {
    const claimed = await imports.claim(id);
    if (!claimed) return requireEnded(await imports.find(id), id);
    const beat = setInterval(() => void imports.beat(id).catch(() => undefined), BEAT_MS);
    try {
      const outcome = await importRows({
        ...deps,
        ...options,
        run: claimed,
        onTotal: (rows) => imports.setRowsTotal(id, rows),
      });
      if (outcome === 'done') return await imports.end(id, 'SUCCEEDED');
      if (outcome === 'aborted' && options.onAbort === 'requeue') await imports.requeue(id);
      else await imports.end(id, 'CANCELLED');
    } catch (error) {
      await imports.end(id, 'FAILED', describeError(error));
      throw error;
    } finally {
      clearInterval(beat);
    }
    throw cancelled('The import');
  }

  return { start, run };
}

function requireEnded(run: ImportRun | null, id: string): ImportRun {
  if (!run) throw notFound('import run', id);
  if (run.status !== 'RUNNING' && run.status !== 'QUEUED') return run;
  throw new AppError('CONFLICT', `Import run ${id} is being run by another process.`, { id });
}
