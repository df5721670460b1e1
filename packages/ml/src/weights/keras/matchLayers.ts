import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { MlError } from '../../errors.ts';
import type { KerasLayer, KerasWeight } from './kerasLayer.ts';

export type LoadScope = 'model' | 'backbone';

/** One variable of a model and what it is to become. */
export interface Assignment {
  layer: string;
  variable: LayerVariable;
  weight: KerasWeight;
}

/** Layers of a classifier, which no model here has: the ImageNet files "with top" end in them. */
const CLASSIFIER = /^(fc\d+|predictions|conv_preds|flatten|probs)$/;
/** Names that Keras gives where the author gave none; their numbers depend on what was built before. */
const AUTOMATIC = /^(dense|conv2d|depthwise_conv2d|batch_normalization)(_v1)?(_\d+)?$/;

interface OwnLayer {
  name: string;
  kind: string;
  weights: LayerVariable[];
}

/**
 * Finds for each weight of a model its own in a Keras file: layers by name, and those that Keras
 * named by counting (`dense`, `dense_1`) by their order among layers of the same kind.
 *
 * @param scope `model`: the file holds all of it. `backbone`: the file may lack the head, but not
 *   a part of a row of layers of which it holds another (`block1_conv1` without `block3_conv4`).
 * @throws {MlError} WEIGHTS_MISMATCH listing `missing` and `unused` layers and other `shapes`
 */
export function matchLayers(
  model: LayersModel,
  file: readonly KerasLayer[],
  scope: LoadScope,
): Assignment[] {
  const own = ownLayers(model);
  const pairs = pairUp(own, file);
  const used = new Set(pairs.values());
  const unused = file.filter((layer) => !used.has(layer) && !CLASSIFIER.test(layer.name));
  const absent = own.filter((layer) => !pairs.has(layer));
  const missing = scope === 'model' ? absent : withKin(absent, [...pairs.keys()]);
  const shapes = [...pairs].flatMap(([layer, found]) => differences(layer, found));
  if (pairs.size === 0 || unused.length + missing.length + shapes.length > 0) {
    throw mismatch(model.name, missing.map(nameOf), unused.map(nameOf), shapes);
  }
  return [...pairs].flatMap(([layer, found]) =>
    layer.weights.map((variable, i) => ({
      layer: layer.name,
      variable,
      weight: found.weights[i] as KerasWeight,
    })),
  );
}

/** Sets the variables. @returns names of their layers */
export function writeAssignments(assignments: readonly Assignment[]): string[] {
  tf.tidy(() => {
    for (const { variable, weight } of assignments) {
      variable.write(tf.tensor(weight.values, weight.shape));
    }
  });
  return [...new Set(assignments.map(({ layer }) => layer))];
}

function ownLayers(model: LayersModel): OwnLayer[] {
  return model.layers
    .filter((layer) => layer.weights.length > 0)
    .map((layer) => ({
      name: layer.name,
      kind: kindOf(layer.getClassName()),
      weights: layer.weights,
    }));
}

/** `SpatialBatchNormalization` and `BatchNormalization` alike: batch_normalization. */
function kindOf(className: string): string {
  if (/BatchNorm/.test(className)) return 'batch_normalization';
  if (/Depthwise/.test(className)) return 'depthwise_conv2d';
  if (/Conv/.test(className)) return 'conv2d';
  return className.toLowerCase();
}

function pairUp(own: readonly OwnLayer[], file: readonly KerasLayer[]): Map<OwnLayer, KerasLayer> {
  const named = file.filter(({ name }) => !AUTOMATIC.test(name));
  const byName = new Map(named.map((layer) => [layer.name, layer]));
  const pairs = new Map<OwnLayer, KerasLayer>();
  for (const layer of own) {
    const found = byName.get(layer.name);
    if (found) pairs.set(layer, found);
  }
  const waiting = new Map<string, KerasLayer[]>();
  for (const layer of file) {
    const kind = AUTOMATIC.exec(layer.name)?.[1];
    if (!kind) continue;
    waiting.set(kind, [...(waiting.get(kind) ?? []), layer]);
  }
  for (const layer of own) {
    if (pairs.has(layer)) continue;
    const next = waiting.get(layer.kind)?.shift();
    if (next) pairs.set(layer, next);
  }
  return pairs;
}

/** Of layers that the file lacks, those whose name differs from a found one's in its numbers only. */
function withKin(absent: readonly OwnLayer[], found: readonly OwnLayer[]): OwnLayer[] {
  const family = ({ name }: OwnLayer) => name.replaceAll(/\d+/g, '#');
  const families = new Set(found.map(family));
  return absent.filter((layer) => families.has(family(layer)) && !AUTOMATIC.test(layer.name));
}

interface ShapeDifference {
  layer: string;
  expected: string;
  found: string;
}

function differences(layer: OwnLayer, found: KerasLayer): ShapeDifference[] {
  const expected = layer.weights.map(({ shape }) => `[${shape.join(', ')}]`).join(' ');
  const actual = found.weights.map(({ shape }) => `[${shape.join(', ')}]`).join(' ');
  return expected === actual ? [] : [{ layer: layer.name, expected, found: actual }];
}

function mismatch(
  model: string,
  missing: readonly string[],
  unused: readonly string[],
  shapes: readonly ShapeDifference[],
): MlError {
  const parts = [
    list('it lacks', missing),
    list('it has besides', unused),
    list(
      'of another shape are',
      shapes.map(({ layer, expected, found }) => `${layer} (${found} where ${expected} is meant)`),
    ),
  ].filter(Boolean);
  const why =
    parts.length > 0 ? parts.join('; ') : 'no layer of it has a name that the model knows';
  const message = `The file does not fit the model ${model}: ${why}. Choose the architecture that wrote it.`;
  return new MlError('WEIGHTS_MISMATCH', message, { model, missing, unused, shapes });
}

/** The first few by name; `details` has them all. */
function list(what: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, 5).join(', ');
  return `${what} ${shown}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
}

function nameOf({ name }: { name: string }): string {
  return name;
}
