import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import * as ort from 'onnxruntime-web';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { ChannelSlice } from '../../../packages/ml/src/models/channelSlice.ts';
import { L2Normalize } from '../../../packages/ml/src/models/l2Normalize.ts';
import { LocalResponseNormalization } from '../../../packages/ml/src/models/localResponseNormalization.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { loadKerasWeights } from '../../../packages/ml/src/weights/keras/loadKerasWeights.ts';
import { type PixelLayout, toOnnx } from '../../../packages/ml/src/weights/onnx/toOnnx.ts';
import { fixture, smallMildnet, smallMobilenet } from './kerasFixtures.ts';

beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
});

/** A drawn garment, cut and coloured differently for each index: pixels that mean something. */
async function pixels(size: number, count: number): Promise<Float32Array> {
  const all = new Float32Array(count * size * size * 3);
  for (let i = 0; i < count; i++) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
      <rect width="100" height="100" fill="#f4f2ee"/>
      <path d="M25 20 L40 12 Q50 20 60 12 L75 20 L${88 - 4 * i} 45 L72 50 V88 H28 V50 L${12 + 4 * i} 45 Z"
        fill="hsl(${i * 80}, 60%, 45%)"/><circle cx="50" cy="${40 + 9 * i}" r="7" fill="#222"/></svg>`;
    const raw = await sharp(Buffer.from(svg)).resize(size, size).removeAlpha().raw().toBuffer();
    all.set(raw, i * size * size * 3);
  }
  return all.map((byte) => byte / 255);
}

async function runOnnx(bytes: Uint8Array, images: Float32Array, dims: number[]) {
  const session = await ort.InferenceSession.create(bytes);
  const feeds = { image: new ort.Tensor('float32', images, dims) };
  const { embedding } = await session.run(feeds);
  await session.release();
  return { values: embedding?.data as Float32Array, dims: embedding?.dims };
}

function runOurs(net: LayersModel, images: Float32Array, dims: number[]): Float32Array {
  return tf.tidy(() => {
    const given = tf.tensor4d(images, dims as [number, number, number, number]);
    return (net.apply(given, { training: false }) as tf.Tensor).dataSync() as Float32Array;
  });
}

async function differenceInOnnx(net: LayersModel, layout: PixelLayout = 'nhwc'): Promise<number> {
  const size = (net.inputs[0] as SymbolicTensor).shape[1] as number;
  const images = await pixels(size, 3);
  const dims = [3, size, size, 3];
  const ours = runOurs(net, images, dims);
  const before = tf.memory().numTensors;
  const bytes = await toOnnx(net, { layout, description: 'test', metadata: {} });
  expect(tf.memory().numTensors).toBe(before);
  const channelsFirst = () =>
    tf.tidy(() => {
      const given = tf.tensor4d(images, dims as [number, number, number, number]);
      return tf.transpose(given, [0, 3, 1, 2]).dataSync() as Float32Array;
    });
  const { values } =
    layout === 'nhwc'
      ? await runOnnx(bytes, images, dims)
      : await runOnnx(bytes, channelsFirst(), [3, 3, size, size]);
  expect(values.length).toBe(ours.length);
  expect(Math.max(...ours.map(Math.abs))).toBeGreaterThan(0.05);
  return Math.max(...ours.map((value, i) => Math.abs(value - (values[i] as number))));
}

/** Statistics and offsets that matter, where a fresh network has zeros and ones. */
function shake(net: LayersModel): void {
  tf.tidy(() => {
    for (const [i, weight] of net.weights.entries()) {
      const noise = tf.randomUniform(weight.read().shape, 0.02, 0.3, 'float32', i + 1);
      weight.write(tf.add(weight.read(), noise));
    }
  });
}

describe('a model written as ONNX', () => {
  it.each(['nhwc', 'nchw'] as const)(
    'mildnet-nano gives our embeddings, fed %s',
    async (layout) => {
      const net = requireModel('mildnet-nano').build({ seed: 4 });
      shake(net);
      expect(await differenceInOnnx(net, layout)).toBeLessThan(1e-4);
      net.dispose();
    },
  );

  it('MILDNet of VGG blocks and MobileNet blocks with weights of Keras give our embeddings', async () => {
    for (const [net, name] of [
      [smallMildnet(), 'mildnet.whole.h5'],
      [smallMobilenet(), 'mobilenet.whole.h5'],
    ] as const) {
      await loadKerasWeights(net, fixture(name));
      expect(await differenceInOnnx(net)).toBeLessThan(1e-4);
      net.dispose();
    }
  });

  it('knows strides, paddings, poolings, activations and sums of branches', async () => {
    const image = input({ shape: [17, 17, 3] });
    const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) =>
      layer.apply(x) as SymbolicTensor;
    const same = { padding: 'same', kernelInitializer: 'glorotNormal' } as const;
    let x = apply(layers.rescaling({ scale: 2, offset: -1 }), image);
    x = apply(layers.conv2d({ filters: 6, kernelSize: [5, 3], strides: [2, 3], ...same }), x);
    x = apply(layers.activation({ activation: 'gelu' }), x);
    x = apply(layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }), x);
    const wide = apply(
      layers.conv2d({ filters: 6, kernelSize: 3, dilationRate: 2, ...same, activation: 'swish' }),
      x,
    );
    const sum = apply(layers.add(), [x, wide]);
    const gate = apply(layers.conv2d({ filters: 6, kernelSize: 1, activation: 'sigmoid' }), sum);
    const gated = apply(layers.multiply(), [sum, gate]);
    const padded = apply(
      layers.zeroPadding2d({
        padding: [
          [2, 1],
          [0, 3],
        ],
      }),
      gated,
    );
    const both = apply(layers.concatenate(), [padded, padded]);
    const thin = apply(
      layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, activation: 'tanh' }),
      both,
    );
    const mean = apply(layers.averagePooling2d({ poolSize: 2, strides: 2, padding: 'same' }), thin);
    const mixed = apply(layers.dense({ units: 7, activation: 'relu' }), mean);
    const flat = apply(layers.flatten(), mixed);
    const end = apply(new L2Normalize({}), apply(layers.dense({ units: 9 }), flat));
    const net = model({ inputs: image, outputs: end });
    expect(await differenceInOnnx(net)).toBeLessThan(1e-4);
    net.dispose();
  });

  it('knows the layers that only published models have', async () => {
    const image = input({ shape: [9, 9, 3] });
    const apply = (layer: layers.Layer, x: SymbolicTensor) => layer.apply(x) as SymbolicTensor;
    const wide = apply(layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }), image);
    const loud = apply(layers.rescaling({ scale: 40, offset: 0 }), wide);
    const normal = apply(new LocalResponseNormalization({}), loud);
    const half = apply(new ChannelSlice({ name: 'half', start: 2, size: 5 }), normal);
    const tall = apply(new L2Normalize({ name: 'height', axis: 1 }), half);
    const net = model({ inputs: image, outputs: apply(layers.flatten(), tall) });
    expect(await differenceInOnnx(net)).toBeLessThan(1e-4);
    net.dispose();
  });

  it('lets padded zeros take part in a maximum of negative values', async () => {
    const image = input({ shape: [8, 8, 3] });
    const parts = [
      layers.conv2d({ name: 'below', filters: 4, kernelSize: 3 }),
      layers.zeroPadding2d({ padding: 1 }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
    ];
    const end = parts.reduce<SymbolicTensor>((x, layer) => layer.apply(x) as SymbolicTensor, image);
    const net = model({ inputs: image, outputs: end });
    tf.tidy(() => net.getLayer('below').setWeights([tf.zeros([3, 3, 3, 4]), tf.fill([4], -0.5)]));
    expect(await differenceInOnnx(net)).toBeLessThan(1e-4);
    net.dispose();
  });

  it('opens up a model within a model', async () => {
    const inner = smallMobilenet();
    shake(inner);
    const image = input({ shape: [15, 15, 3] });
    const scaled = layers.rescaling({ scale: 2, offset: -1 }).apply(image);
    const end = inner.apply(scaled as SymbolicTensor) as SymbolicTensor;
    const net = model({ inputs: image, outputs: end });
    expect(await differenceInOnnx(net)).toBeLessThan(1e-4);
    net.dispose();
  });

  it('leaves a zero vector zero, as ours does', async () => {
    const image = input({ shape: [2, 2, 3] });
    const flat = layers.globalAveragePooling2d({}).apply(image) as SymbolicTensor;
    const net = model({
      inputs: image,
      outputs: new L2Normalize({}).apply(flat) as SymbolicTensor,
    });
    const bytes = await toOnnx(net, { description: '', metadata: {} });
    const { values, dims } = await runOnnx(bytes, new Float32Array(12), [1, 2, 2, 3]);
    expect([...values]).toEqual([0, 0, 0]);
    expect(dims).toEqual([1, 3]);
    net.dispose();
  });

  it('refuses a layer that it does not know, naming it', async () => {
    const image = input({ shape: [4, 4, 3] });
    const odd = layers.upSampling2d({ name: 'larger' }).apply(image) as SymbolicTensor;
    const net = model({ inputs: image, outputs: odd });
    await expect(toOnnx(net, { description: '', metadata: {} })).rejects.toMatchObject({
      code: 'WEIGHTS_UNSUPPORTED',
      details: { layer: 'larger', kind: 'UpSampling2D' },
    });
    net.dispose();
  });
});
