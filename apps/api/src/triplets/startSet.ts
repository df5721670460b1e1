import type { CatalogService } from '../catalog/service.ts';
import type { ServiceDeps } from '../deps.ts';
import { badInput } from '../errors.ts';
import type { UploadsService } from '../uploads/service.ts';
import { type CsvInput, locateFiles } from './files.ts';
import { type GenerateTripletsInput, parseGenerateInput } from './generateInput.ts';
import type { NewTripletSet, TripletStore } from './store.ts';
import type { TripletSet } from './tripletSet.ts';

export interface ImportTripletsInput {
  catalogId: string;
  name: string;
  files: readonly CsvInput[];
  /** The operator's own command line may read anywhere; everybody else under IMPORT_ROOTS. */
  trusted?: boolean;
}

interface StartDeps extends Pick<ServiceDeps, 'env' | 'jobs'> {
  readonly catalog: Pick<CatalogService, 'products'>;
  readonly uploads: Pick<UploadsService, 'requireUpload'>;
  readonly store: TripletStore;
}

/** Creates a set to be drawn from the catalog's attributes. @throws BAD_INPUT, NOT_FOUND */
export async function startGeneratedSet(
  deps: StartDeps,
  input: GenerateTripletsInput,
): Promise<TripletSet> {
  const recipe = parseGenerateInput(input);
  const name = requireName(input.name);
  const { id: catalogId } = await deps.catalog.products.requireCatalog(input.catalogId);
  return start(deps, { catalogId, name, source: 'GENERATED', recipe });
}

/** Creates a set to be read from CSV files. @throws BAD_INPUT, NOT_FOUND */
export async function startImportedSet(
  deps: StartDeps,
  { trusted = false, ...input }: ImportTripletsInput,
): Promise<TripletSet> {
  const name = requireName(input.name);
  const { id: catalogId } = await deps.catalog.products.requireCatalog(input.catalogId);
  const files = await locateFiles(input.files, deps, trusted);
  return start(deps, { catalogId, name, source: 'IMPORTED', recipe: { files, notes: [] } });
}

async function start({ store, jobs }: StartDeps, set: NewTripletSet): Promise<TripletSet> {
  const created = await store.createSet(set);
  await jobs.send('triplets.make', { id: created.id });
  return created;
}

/** @throws BAD_INPUT */
function requireName(name: string): string {
  const trimmed = name.trim();
  // `name@2` names a version on the command line, so a name itself has no @.
  if (trimmed === '' || trimmed.length > 100 || trimmed.includes('@')) {
    throw badInput('name', 'name must have 1 to 100 characters and no @.');
  }
  return trimmed;
}
