import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { MlError } from '../../errors.ts';
import type { KerasWeight } from './kerasLayer.ts';
import type { Assignment } from './matchLayers.ts';

/**
 * The order in which the published code concatenated the blocks' averages: its taps sit in a dict,
 * which Python 2.7 (the released weights) and Python 3.7 and later iterate differently
 * (MODELS.md 2.1). Block 5 always comes first.
 */
export const CONCATENATIONS = {
  python2: [5, 3, 4, 1, 2],
  python3: [5, 1, 2, 3, 4],
} as const;
export type ConcatenationName = keyof typeof CONCATENATIONS;

/** A piece of the concatenated vector: the block it is the average of, and its width. */
interface Piece {
  block: number;
  width: number;
}

/**
 * Rows of the dense layer behind the concatenation, from the file's order of blocks into the
 * model's own. A model without such a concatenation is left as it is.
 */
export function inOwnConcatenation(
  model: LayersModel,
  assignments: readonly Assignment[],
  name: ConcatenationName,
): Assignment[] {
  const found = findConcatenation(model);
  if (!found) return [...assignments];
  const order: readonly number[] = CONCATENATIONS[name];
  const { pieces, dense } = found;
  const fileOrder = pieces.toSorted((a, b) => order.indexOf(a.block) - order.indexOf(b.block));
  return assignments.map((each) =>
    each.layer === dense && each.weight.shape.length === 2
      ? { ...each, weight: permuteRows(each.weight, fileOrder, pieces) }
      : each,
  );
}

/** The concatenation of averages of numbered blocks, and the dense layer that reads it. */
function findConcatenation(model: LayersModel): { pieces: Piece[]; dense: string } | undefined {
  for (const layer of model.layers) {
    if (layer.getClassName() !== 'Concatenate') continue;
    const inputs = [layer.input].flat();
    const pieces = inputs.map(({ sourceLayer, shape }) => ({
      block: blockOf(sourceLayer),
      width: shape.at(-1) as number,
    }));
    const blocks = new Set(pieces.map(({ block }) => block));
    if (blocks.has(Number.NaN) || blocks.size < pieces.length) continue;
    const dense = readerOf(model, layer);
    if (dense) return { pieces: pieces as Piece[], dense };
  }
  return undefined;
}

/** 5 for the average of `block5_pool`, by its own name or its input's; NaN for another layer. */
function blockOf(layer: layers.Layer): number {
  const names = [layer.name, ...[layer.input].flat().map(({ sourceLayer }) => sourceLayer.name)];
  const number = names.map((name) => /^block([1-5])_/.exec(name)?.[1]).find(Boolean);
  return Number(number ?? Number.NaN);
}

function readerOf(model: LayersModel, source: layers.Layer): string | undefined {
  const reads = (layer: layers.Layer) =>
    layer.getClassName() === 'Dense' &&
    [layer.input].flat().some(({ sourceLayer }) => sourceLayer === source);
  return model.layers.find(reads)?.name;
}

/** @throws {MlError} WEIGHTS_MISMATCH when the kernel is not as tall as the pieces together */
function permuteRows(
  kernel: KerasWeight,
  from: readonly Piece[],
  to: readonly Piece[],
): KerasWeight {
  const [rows = 0, columns = 0] = kernel.shape;
  const total = from.reduce((sum, { width }) => sum + width, 0);
  if (total !== rows) {
    const message = `The kernel ${kernel.name} has ${rows} rows where the blocks have ${total}.`;
    throw new MlError('WEIGHTS_MISMATCH', message, { weight: kernel.name });
  }
  const starts = new Map<number, number>();
  let at = 0;
  for (const { block, width } of from) {
    starts.set(block, at);
    at += width;
  }
  const values = new Float32Array(kernel.values.length);
  at = 0;
  for (const { block, width } of to) {
    const start = (starts.get(block) as number) * columns;
    values.set(kernel.values.subarray(start, start + width * columns), at * columns);
    at += width;
  }
  return { ...kernel, values };
}
