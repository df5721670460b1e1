/**
 * Everything that a request loads by key, once each and in batches: one loader per entity and per
 * figure derived of one. They are born with the request's context, see createContext.
 */
import DataLoader from 'dataloader';
import type { ImportIssue } from '../../../../prisma/client/client.ts';
import type { FacetValue } from '../catalog/products/catalogsStore.ts';
import { notFound } from '../errors.ts';
import { emptyPage } from '../paging.ts';
import type { Services } from '../services.ts';
import type { MetricSeries } from '../training/readMetrics.ts';

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
    facetOfCatalog: withArguments(catalog.products.facets, (): FacetValue[] => []),
    attributesOfCatalog: lists(catalog.products.attributesOf),
    // Of products.
    imagesOfProduct: lists(catalog.images.ofProducts),
    imageReferencesOfProduct: lists(catalog.images.referencesOf),
    // Of images.
    productsOfImage: lists(catalog.products.ofImages),
    // Of import runs.
    importIssueCount: loader(catalog.imports.issueCounts, () => 0),
    issuesOfImport: withArguments(catalog.imports.issuesOf, emptyPage<ImportIssue>),
    /** The import that was confirmed from a dry run. */
    importOfPlan: rows(catalog.imports.ofPlans),
    // Of training runs.
    checkpointsOfRun: lists(training.checkpointsOf),
    metricsOfCheckpoint: lists(training.checkpointMetrics),
    lastMetricsOfRun: lists(training.lastMetrics),
    metricsOfRun: withArguments(training.metricsOf, (): MetricSeries[] => []),
    modelOfTrainingRun: rows(embeddings.models.byTrainingRuns),
    // Of model versions.
    aliasesOfModel: lists(embeddings.models.aliasesOf),
    coverage: rows(embeddings.models.coverage),
    evaluationsOfModel: lists(evaluation.ofModels),
    // Of evaluations.
    evaluationReport: rows(evaluation.reports),
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

/** Of a field with arguments: rows that are asked the same are loaded together. */
function withArguments<Args, Value>(
  batch: (ids: readonly string[], args: Args) => Promise<ReadonlyMap<string, Value>>,
  missing: () => Value,
): { load(id: string, args: Args): Promise<Value> } {
  const byArguments = new Map<string, Loader<string, Value>>();
  return {
    load(id, args) {
      const asked = JSON.stringify(args);
      const known = byArguments.get(asked) ?? loader((ids) => batch(ids, args), missing);
      byArguments.set(asked, known);
      return known.load(id);
    },
  };
}

/** @param missing the value of a key that the batch lacks */
function loader<Key, Value>(batch: Batch<Key, Value>, missing: () => Value): Loader<Key, Value> {
  return new DataLoader<Key, Value>(async (keys) => {
    const found = await batch(keys);
    return keys.map((key) => found.get(key) ?? missing());
  });
}
