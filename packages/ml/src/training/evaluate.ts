import type { LayersModel } from '@tensorflow/tfjs-layers';
import { embedRows } from '../embeddings/embedPixels.ts';
import { formatMeasure, type Metrics, parseMeasure } from '../evaluation/metric.ts';
import type { MetricName } from '../evaluation/metricNames.ts';
import { evaluateRetrieval } from '../evaluation/retrieval.ts';
import { tripletAccuracy } from '../evaluation/tripletAccuracy.ts';
import { prepareInference } from '../models/inference.ts';
import { hasMatches, type TrainingData } from './data.ts';
import type { BestMetric } from './settings/evaluationSettings.ts';

/**
 * Validation metrics of a model as it serves (no augmentation, no dropout): triplet accuracy on
 * the validation triplets, and retrieval among the held-out images where there are any. Every
 * image is embedded once.
 */
export async function evaluateModel(
  model: LayersModel,
  data: TrainingData,
  dimension: number,
): Promise<Metrics> {
  const { heldOut } = data;
  const needed = new Set([...data.val, ...(heldOut?.imageIndexes ?? [])]);
  const images = [...needed];
  const rowOf = new Map(images.map((image, row) => [image, row]));
  const inference = await prepareInference(model);
  const rows = await embedRows(inference, data.images.size, dimension, images.length, (i) =>
    data.images.image(images[i] as number),
  ).finally(() => inference.dispose());
  const gather = (indexes: Iterable<number>) => gatherRows(rows, dimension, rowOf, [...indexes]);
  const metrics = data.val.length > 0 ? tripletMetrics(data.val, gather, dimension) : {};
  if (!heldOut || !hasMatches(heldOut.labels)) return metrics;
  const retrieval = evaluateRetrieval({
    embeddings: gather(heldOut.imageIndexes),
    dimension,
    labels: heldOut.labels,
    groups: heldOut.groups,
    ks: [1, 10],
  });
  const spell = (name: MetricName, k: number | null) =>
    formatMeasure({ name, k, labels: heldOut.labelSet ?? [] });
  return {
    ...metrics,
    [spell('recall', 1)]: retrieval.recallAt[1] as number,
    [spell('recall', 10)]: retrieval.recallAt[10] as number,
    [spell('precision', 10)]: retrieval.precisionAt[10] as number,
    [spell('mapAtR', null)]: retrieval.mapAtR,
  };
}

function tripletMetrics(
  val: Uint32Array,
  gather: (indexes: Iterable<number>) => Float32Array,
  dimension: number,
): Metrics {
  const member = (offset: number) => gather(val.filter((_, i) => i % 3 === offset));
  const { accuracy, meanMargin } = tripletAccuracy({
    query: member(0),
    positive: member(1),
    negative: member(2),
    dimension,
  });
  return { tripletAccuracy: accuracy, meanMargin };
}

/** The metric that decides which checkpoint is best, by whatever label set it was measured. */
export function bestMetricOf(wish: BestMetric, metrics: Metrics): string {
  const found = (wished: BestMetric) =>
    Object.keys(metrics).find(
      (spelled) => formatMeasure({ ...parseMeasure(spelled), labels: [] }) === wished,
    );
  return found(wish) ?? found('precision@10') ?? 'tripletAccuracy';
}

function gatherRows(
  rows: Float32Array,
  dimension: number,
  rowOf: ReadonlyMap<number, number>,
  images: readonly number[],
): Float32Array {
  const gathered = new Float32Array(images.length * dimension);
  for (const [i, image] of images.entries()) {
    const row = rowOf.get(image) as number;
    gathered.set(rows.subarray(row * dimension, (row + 1) * dimension), i * dimension);
  }
  return gathered;
}
