/**
 * Everything that a request loads by key, once each and in batches: one loader per entity and per
 * figure derived of one. They are born with the request's context, see createContext.
 */
import DataLoader from 'dataloader';
import { notFound } from '../errors.ts';
import type { StoredReport } from '../evaluation/storedReport.ts';
import type { Services } from '../services.ts';

/** A row that does not exist loads as null; a list, as an empty one. */
export interface Loader<Key, Value> {
  load(key: Key): Promise<Value>;
}

/** What is found for the keys; those without anything are missing. */
type Batch<Key, Value> = (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;

export type Loaders = ReturnType<typeof createLoaders>;

/** Keys are row ids, except of `coverage`: version numbers. */
export function createLoaders(
  services: Pick<Services, 'catalog' | 'triplets' | 'training' | 'embeddings' | 'evaluation'>,
) {
  const { catalog, triplets, training, embeddings, evaluation } = services;
  return {
    // Rows by their own id.
    catalog: rows(catalog.products.catalogsByIds),
    product: rows(catalog.products.byIds),
    image: rows(catalog.images.byIds),
    importRun: rows(catalog.imports.byIds),
    tripletSet: rows(triplets.setsByIds),
    triplet: rows(triplets.tripletsByIds),
    trainingRun: rows(training.runsByIds),
    modelVersion: rows(embeddings.models.byIds),

    // Of catalogs.
    catalogCounts: loader(catalog.products.catalogCounts, () => ({ products: 0, images: 0 })),
    // Of products.
    imagesOfProduct: lists(catalog.images.ofProducts),
    imageReferencesOfProduct: lists(catalog.images.referencesOf),
    // Of images.
    productsOfImage: lists(catalog.products.ofImages),
    // Of import runs.
    importIssueCount: loader(catalog.imports.issueCounts, () => 0),
    /** The import that was confirmed from a dry run. */
    importOfPlan: rows(catalog.imports.ofPlans),
    // Of training runs.
    checkpointsOfRun: lists(training.checkpointsOf),
    lastMetricsOfRun: lists(training.lastMetrics),
    modelOfTrainingRun: rows(embeddings.models.byTrainingRuns),
    // Of model versions.
    aliasesOfModel: lists(embeddings.models.aliasesOf),
    coverage: rows(embeddings.models.coverage),
    evaluationsOfModel: lists(evaluation.ofModels),
    // Of evaluations.
    evaluationReport: rows(async (ids: readonly string[]) => {
      const found = new Map<string, StoredReport>();
      for (const id of ids) {
        const report = await evaluation.report(id);
        if (report) found.set(id, report);
      }
      return found;
    }),
  };
}

/**
 * The row, for a field that is never null.
 * @param kind what it is, for the error
 * @throws NOT_FOUND when the row is gone
 */
export async function required<Row>(
  kind: string,
  id: string | number,
  row: Promise<Row | null>,
): Promise<Row> {
  const found = await row;
  if (found === null) throw notFound(kind, String(id));
  return found;
}

function rows<Key, Row>(batch: Batch<Key, Row>): Loader<Key, Row | null> {
  return loader<Key, Row | null>(batch, () => null);
}

function lists<Key, Item>(batch: Batch<Key, Item[]>): Loader<Key, Item[]> {
  return loader<Key, Item[]>(batch, () => []);
}

/** @param missing the value of a key that the batch lacks */
function loader<Key, Value>(batch: Batch<Key, Value>, missing: () => Value): Loader<Key, Value> {
  return new DataLoader<Key, Value>(async (keys) => {
    const found = await batch(keys);
    return keys.map((key) => found.get(key) ?? missing());
  });
}
