import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, model } from '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import type { ImagenetBackbone } from '../../../packages/ml/src/models/definition.ts';
import { countParameters } from '../../../packages/ml/src/models/parameters.ts';
import { listModels, requireModel } from '../../../packages/ml/src/models/registry.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';

beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});

/** Convolutions of VGG16 and VGG19, and what `layers[:10]` holds of either: 3x3 kernels and biases. */
const conv = (from: number, to: number, times = 1) => times * (9 * from * to + to);
const FIRST_THREE =
  conv(3, 64) + conv(64, 64) + conv(64, 128) + conv(128, 128) + conv(128, 256) + conv(256, 256, 2);
const VGG16 = FIRST_THREE + conv(256, 512) + conv(512, 512, 5);
const VGG19 = VGG16 + conv(256, 256) + conv(512, 512, 2);
/** Two shallow nets: 96 filters of 8x8x3. */
const SHALLOW = 2 * (8 * 8 * 3 * 96 + 96);
const dense = (from: number, to: number) => from * to + to;
const head = (from: number, hidden: number, to: number) => dense(from, hidden) + dense(hidden, to);
const ALEXNET =
  11 * 11 * 3 * 96 +
  96 +
  2 * (25 * 48 * 128 + 128) +
  conv(256, 384) +
  2 * conv(192, 192) +
  2 * conv(192, 128);

/** Name, total and trainable parameters of MODELS.md 2.2, and the same by arithmetic. */
const TABLE = [
  ['mildnet_vgg16', 21_927_744, 20_192_256, VGG16 + head(1472, 2048, 2048), FIRST_THREE],
  ['mildnet_all_trainable', 21_927_744, 21_927_744, VGG16 + head(1472, 2048, 2048), 0],
  ['mildnet_vgg16_skip_1', 21_796_672, 20_061_184, VGG16 + head(1408, 2048, 2048), FIRST_THREE],
  ['mildnet_vgg16_skip_2', 21_534_528, 19_799_040, VGG16 + head(1280, 2048, 2048), FIRST_THREE],
  ['mildnet_vgg16_skip_3', 21_010_240, 19_274_752, VGG16 + head(1024, 2048, 2048), FIRST_THREE],
  ['mildnet_vgg16_skip_4', 19_961_664, 18_226_176, VGG16 + head(512, 2048, 2048), FIRST_THREE],
  ['mildnet_1024_512', 16_747_840, 15_012_352, VGG16 + head(1472, 1024, 512), FIRST_THREE],
  ['mildnet_512_512', 15_731_520, 13_996_032, VGG16 + head(1472, 512, 512), FIRST_THREE],
  ['mildnet_512_no_dropout', 15_731_520, 13_996_032, VGG16 + head(1472, 512, 512), FIRST_THREE],
  ['mildnet_vgg19', 27_237_440, 25_501_952, VGG19 + head(1472, 2048, 2048), FIRST_THREE],
  ['mildnet_mobilenet', 5_328_064, 5_306_176, 3_228_864 + head(1024, 1024, 1024), 21_888],
  ['mildnet_without_skip', 16_289_600, 16_289_600, VGG16 + head(512, 1024, 1024), 0],
  ['mildnet_without_skip_big', 19_961_664, 19_961_664, VGG16 + head(512, 2048, 2048), 0],
  ['vanila_vgg16', 14_714_688, 14_714_688, VGG16, 0],
  [
    'mildnet_vgg16_big',
    42_940_416,
    41_204_928,
    VGG16 + head(1472, 2048, 2048) + SHALLOW + dense(5120, 4096),
    FIRST_THREE,
  ],
  [
    'ranknet',
    68_308_224,
    68_308_224,
    VGG19 + head(512, 4096, 4096) + SHALLOW + dense(7168, 4096),
    0,
  ],
  [
    'visnet_model',
    62_998_528,
    62_998_528,
    VGG16 + head(512, 4096, 4096) + SHALLOW + dense(7168, 4096),
    0,
  ],
  [
    'visnet_lrn2d_model',
    66_537_472,
    66_537_472,
    VGG16 + head(512, 4096, 4096) + SHALLOW + dense(8032, 4096),
    0,
  ],
  [
    'alexnet',
    53_108_288,
    53_108_288,
    ALEXNET + head(256, 4096, 4096) + SHALLOW + dense(8032, 4096),
    0,
  ],
  ['mildnet_mobilenet_intended', 6_343_872, 6_321_984, 3_228_864 + head(2016, 1024, 1024), 21_888],
  [
    'mildnet_vgg16_skip_4_intended',
    19_961_664,
    18_226_176,
    VGG16 + head(512, 2048, 2048),
    FIRST_THREE,
  ],
  ['mildnet_without_skip_intended', 16_289_600, 16_289_600, VGG16 + head(512, 1024, 1024), 0],
  ['mildnet_without_skip_big_intended', 19_961_664, 19_961_664, VGG16 + head(512, 2048, 2048), 0],
  ['vanila_vgg16_intended', 14_714_688, 14_714_688, VGG16, 0],
  [
    'visnet_lrn2d_model_intended',
    66_537_472,
    66_537_472,
    VGG16 + head(512, 4096, 4096) + SHALLOW + dense(8032, 4096),
    0,
  ],
] as const;

/** What packages/ml/scripts/keras-backbones.py wrote. */
const KERAS_LAYERS = JSON.parse(
  readFileSync(new URL('./fixtures/keras-backbones.json', import.meta.url), 'utf8'),
) as Record<ImagenetBackbone, Record<string, number[][]>>;

const random = seededRandom(7);
/** Uniform in -1..1; a prime number of them, so that rows do not repeat. */
const NOISE = Float32Array.from({ length: 99_991 }, () => 2 * random() - 1);

let built: LayersModel | undefined;
afterEach(() => {
  built?.dispose();
  built = undefined;
});

/** With weights of about the usual size; drawing them one by one would take most of a minute. */
function build(name: string, { inputSize }: { inputSize: number }): LayersModel {
  const net = requireModel(name).build({ seed: 0, inputSize, weights: 'zeros' });
  for (const weight of net.weights.filter(({ originalName }) => /kernel/.test(originalName))) {
    const shape = weight.shape as number[];
    const size = shape.reduce((product, n) => product * n, 1);
    const limit = Math.sqrt((6 * (shape.at(-1) as number)) / size);
    const values = new Float32Array(size);
    for (let at = 0; at < size; at += NOISE.length) {
      values.set(NOISE.subarray(0, Math.min(NOISE.length, size - at)), at);
    }
    tf.tidy(() => {
      weight.write(tf.mul(tf.tensor(values, shape), limit));
    });
  }
  built = net;
  return net;
}

describe('the published models', () => {
  it('are all there, with what was intended where that differs', () => {
    const names = listModels().flatMap(({ name, status }) => (status === 'ours' ? [] : [name]));
    expect(names.sort()).toEqual(TABLE.map(([name]) => name).sort());
    const intended = listModels().filter(({ status }) => status === 'as intended');
    for (const { name } of intended) {
      expect(name === 'alexnet' || name.endsWith('_intended')).toBe(true);
    }
  });

  it.each(TABLE)(
    '%s has %i parameters, of which %i train',
    (name, total, trainable, sum, still) => {
      expect(total).toBe(sum);
      expect(trainable).toBe(sum - still);
      const net = requireModel(name).build({ seed: 0, weights: 'zeros' });
      built = net;
      expect(countParameters(net)).toEqual({ total, trainable });
      const { parameters, embeddingDimension, inputSize, outputShape, frozenLayers } =
        requireModel(name);
      expect(parameters).toEqual({ total, trainable });
      expect(net.inputs.map(({ shape }) => shape)).toEqual([[null, inputSize, inputSize, 3]]);
      expect(net.outputs.map(({ shape }) => shape)).toEqual([[null, embeddingDimension]]);
      expect(outputShape.reduce((product, size) => product * size, 1)).toBe(embeddingDimension);
      const frozen = net.layers.filter(
        (layer) => layer.weights.length > 0 && layer.trainableWeights.length === 0,
      );
      expect(frozen.map((layer) => layer.name)).toEqual(frozenLayers);
    },
  );

  it.each([
    ['mildnet_512_512', 'vgg16'],
    ['mildnet_vgg19', 'vgg19'],
    ['mildnet_mobilenet_intended', 'mobilenet'],
  ] as const)("%s names and shapes its backbone's layers as Keras does", (name, backbone) => {
    const net = requireModel(name).build({ seed: 0, weights: 'zeros' });
    built = net;
    expect(requireModel(name).imagenetBackbone).toBe(backbone);
    const weighted = net.layers.filter(({ weights }) => weights.length > 0);
    const own = weighted.filter((layer) => !layer.name.startsWith('dense'));
    const shapes = own.map((layer) => [layer.name, layer.weights.map(({ shape }) => shape)]);
    expect(Object.fromEntries(shapes)).toEqual(KERAS_LAYERS[backbone]);
  });

  it.each([
    ['mildnet_512_512', 64],
    ['mildnet_mobilenet_intended', 64],
    ['mildnet_vgg16_skip_4_intended', 64],
    ['vanila_vgg16_intended', 64],
    ['mildnet_vgg16_big', 64],
    ['ranknet', 64],
    ['visnet_model', 64],
    ['visnet_lrn2d_model', 64],
    ['visnet_lrn2d_model_intended', 64],
    ['alexnet', 99],
  ])('%s gives unit vectors that tell images apart', (name, inputSize) => {
    const [one, other] = embed(build(name, { inputSize }));
    for (const row of [one, other]) expect(Math.hypot(...row)).toBeCloseTo(1, 4);
    const furthest = Math.max(...one.map((value, i) => Math.abs(value - (other[i] as number))));
    expect(furthest).toBeGreaterThan(1e-3);
  });

  it('mildnet_mobilenet gives unit vectors with the statistics of a batch', () => {
    const rows = embed(build('mildnet_mobilenet', { inputSize: 64 }), { training: true });
    for (const row of rows) expect(Math.hypot(...row)).toBeCloseTo(1, 4);
  });

  it('without skips, as published, the map is normalised over its height', () => {
    const net = build('mildnet_without_skip', { inputSize: 64 });
    const before = model({ inputs: net.inputs, outputs: net.getLayer('dense2').output });
    const [map] = embed(before) as unknown as number[][][][];
    const [row] = embed(net);
    for (let x = 0; x < 2; x++) {
      for (let c = 0; c < 1024; c++) {
        const [top, bottom] = [0, 1].map((y) => map?.[y]?.[x]?.[c] as number) as [number, number];
        const length = Math.sqrt(Math.max(top ** 2 + bottom ** 2, 1e-12));
        expect(Math.abs((row[x * 1024 + c] as number) - top / length)).toBeLessThan(1e-4);
        expect(Math.abs((row[(2 + x) * 1024 + c] as number) - bottom / length)).toBeLessThan(1e-4);
      }
    }
    expect(Math.hypot(...row)).toBeGreaterThan(2);
  });

  it('vanila_vgg16, as published, is a map that nothing normalises', () => {
    const [row, other] = embed(build('vanila_vgg16', { inputSize: 64 }));
    expect(row).toHaveLength(2 * 2 * 512);
    expect(Math.abs(Math.hypot(...row) - Math.hypot(...other))).toBeGreaterThan(1e-6);
  });
});

/** Embeddings of two images of noise, one of them dark. */
function embed(net: LayersModel, { training = false } = {}): [number[], number[]] {
  const size = net.inputs[0]?.shape[1] as number;
  return tf.tidy(() => {
    const light = tf.randomUniform([1, size, size, 3], 0, 1, 'float32', 3);
    const images = tf.concat([light, tf.mul(light, tf.randomUniform([1, size, size, 3], 0, 1))]);
    return (net.apply(images, { training }) as tf.Tensor).arraySync() as [number[], number[]];
  });
}
