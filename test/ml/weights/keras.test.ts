import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { isMlError } from '../../../packages/ml/src/errors.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';
import { asIntended } from '../../../packages/ml/src/weights/keras/imagenetInput.ts';
import { readKerasFile } from '../../../packages/ml/src/weights/keras/kerasFile.ts';
import { loadKerasWeights } from '../../../packages/ml/src/weights/keras/loadKerasWeights.ts';
import { distanceFromKeras, fixture, smallMildnet, smallMobilenet } from './kerasFixtures.ts';

let folder: string;
beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
  folder = await mkdtemp(join(tmpdir(), 'keras-'));
});
afterAll(() => rm(folder, { recursive: true }));

const FORMATS = ['whole.h5', 'weights-only.h5', 'weights.h5'] as const;

describe('weights that Keras wrote', () => {
  it.each(FORMATS)('make MILDNet give what Keras gives, from mildnet.%s', async (format) => {
    const net = smallMildnet();
    expect(distanceFromKeras(net, 'mildnet')).toBeGreaterThan(0.01);
    const before = tf.memory().numTensors;
    const set = await loadKerasWeights(net, fixture(`mildnet.${format}`));
    expect(tf.memory().numTensors).toBe(before);
    expect(set).toHaveLength(12);
    expect(distanceFromKeras(net, 'mildnet')).toBeLessThan(1e-5);
    net.dispose();
  });

  it.each(FORMATS)(
    'map depthwise kernels and batch statistics, from mobilenet.%s',
    async (format) => {
      const net = smallMobilenet();
      await loadKerasWeights(net, fixture(`mobilenet.${format}`));
      expect(distanceFromKeras(net, 'mobilenet')).toBeLessThan(1e-5);
      net.dispose();
    },
  );

  it("are brought into the model's order of blocks when the file has Python 3's", async () => {
    const net = smallMildnet();
    const file = fixture('mildnet-python3.weights-only.h5');
    await loadKerasWeights(net, file, { concatenation: 'python3' });
    expect(distanceFromKeras(net, 'mildnet-python3')).toBeLessThan(1e-5);
    await loadKerasWeights(net, file);
    expect(distanceFromKeras(net, 'mildnet-python3')).toBeGreaterThan(0.01);
    net.dispose();
  });

  it.each(['mildnet.notop.h5', 'mildnet.nested.h5', 'mildnet.nested.weights.h5'])(
    'of a backbone alone leave the head as it was, from %s',
    async (name) => {
      const net = smallMildnet();
      const head = net.getLayer('dense1').getWeights()[0]?.arraySync();
      const set = await loadKerasWeights(net, fixture(name), { scope: 'backbone' });
      expect(set).toHaveLength(10);
      expect(net.getLayer('dense1').getWeights()[0]?.arraySync()).toEqual(head);
      // The same convolutions as in the whole file: with its head, the same embedding.
      const whole = await readKerasFile(fixture('mildnet.whole.h5'));
      for (const [own, theirs] of [
        ['dense1', 'dense'],
        ['dense2', 'dense_1'],
      ] as const) {
        const layer = whole.find((each) => each.name === theirs);
        const tensors = layer?.weights.map(({ values, shape }) => tf.tensor(values, shape)) ?? [];
        net.getLayer(own).setWeights(tensors);
        tf.dispose(tensors);
      }
      expect(distanceFromKeras(net, 'mildnet')).toBeLessThan(1e-5);
      net.dispose();
    },
  );
});

describe('ImageNet input as intended', () => {
  /** A first layer without padding, where folding is exact. */
  function firstLayer(name: string, filters: number, useBias: boolean) {
    const image = input({ shape: [5, 5, 3] });
    const layer = layers.conv2d({ name, filters, kernelSize: 3, useBias });
    return { net: model({ inputs: image, outputs: layer.apply(image) as SymbolicTensor }), layer };
  }
  const pixels = Float32Array.from({ length: 75 }, (_, i) => (i * 37) % 256);

  it('makes a VGG take RGB in 0..1 for BGR in 0..255 less the mean', async () => {
    const [conv] = await readKerasFile(fixture('mildnet.notop.h5'));
    const [folded] = asIntended(conv ? [conv] : []);
    const { net, layer } = firstLayer('block1_conv1', 4, true);
    const run = (weights: NonNullable<typeof conv>['weights'], image: Float32Array) =>
      tf.tidy(() => {
        layer.setWeights(weights.map(({ values, shape }) => tf.tensor(values, shape)));
        return [...(net.apply(tf.tensor4d(image, [1, 5, 5, 3])) as tf.Tensor).dataSync()];
      });
    const mean = [123.68, 116.779, 103.939];
    const bgr = pixels.map((_, i) => {
      const channel = 2 - (i % 3);
      return (pixels[i - (i % 3) + channel] as number) - (mean[channel] as number);
    });
    const expected = run(conv?.weights ?? [], bgr);
    const actual = run(
      folded?.weights ?? [],
      pixels.map((value) => value / 255),
    );
    for (const [i, value] of expected.entries()) {
      expect(Math.abs((actual[i] as number) - value)).toBeLessThan(1e-3);
    }
    expect(Math.max(...expected)).toBeGreaterThan(10);
    net.dispose();
  });

  it('makes a MobileNet take 0..1 for -1..1', async () => {
    const whole = await readKerasFile(fixture('mobilenet.whole.h5'));
    const folded = asIntended(whole);
    const sum = (layers: typeof whole, image: (i: number) => number) => {
      const kernel = layers.find(({ name }) => name === 'conv1')?.weights[0]
        ?.values as Float32Array;
      const mean = layers.find(({ name }) => name === 'conv1_bn')?.weights[2]
        ?.values as Float32Array;
      // One position of the convolution, less the mean: what the normalisation then scales.
      return [...mean].map((offset, filter) => {
        let total = -offset;
        for (let i = 0; i < 27; i++)
          total += image(i) * (kernel[i * mean.length + filter] as number);
        return total;
      });
    };
    const image = (i: number) => ((i * 37) % 256) / 255;
    const expected = sum(whole, (i) => 2 * image(i) - 1);
    const actual = sum(folded, image);
    for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 5);
  });
});

describe('weight files that can not be used', () => {
  it('are refused when another architecture wrote them, telling every layer', async () => {
    const net = smallMildnet();
    const before = net.getLayer('block1_conv1').getWeights()[0]?.arraySync();
    await expect(loadKerasWeights(net, fixture('mobilenet.whole.h5'))).rejects.toMatchObject({
      code: 'WEIGHTS_MISMATCH',
      details: {
        missing: expect.arrayContaining(['block1_conv1', 'dense2']),
        unused: expect.arrayContaining(['conv_dw_1', 'conv1_bn']),
        shapes: [{ layer: 'dense1', expected: '[30, 12] [12]', found: '[6, 5] [5]' }],
      },
    });
    await expect(loadKerasWeights(net, fixture('mildnet.notop.h5'))).rejects.toMatchObject({
      code: 'WEIGHTS_MISMATCH',
      details: { missing: ['dense1', 'dense2'], unused: [], shapes: [] },
    });
    expect(net.getLayer('block1_conv1').getWeights()[0]?.arraySync()).toEqual(before);
    net.dispose();
  });

  it('are refused as a backbone when a row of its layers has a gap', async () => {
    const image = input({ shape: [32, 32, 3] });
    const names = ['block1_conv1', 'block1_conv2', 'block1_conv3'];
    const end = names.reduce<SymbolicTensor>((x, name) => {
      const layer = layers.conv2d({ name, filters: 4, kernelSize: 3 });
      return layer.apply(x) as SymbolicTensor;
    }, image);
    const net = model({ inputs: image, outputs: end });
    const loading = loadKerasWeights(net, fixture('mildnet.notop.h5'), { scope: 'backbone' });
    await expect(loading).rejects.toMatchObject({
      code: 'WEIGHTS_MISMATCH',
      details: { missing: ['block1_conv3'], unused: expect.arrayContaining(['block5_conv2']) },
    });
    net.dispose();
  });

  it('are told apart: absent, empty, something else, cut short, without weights', async () => {
    const whole = await readFile(fixture('mildnet.whole.h5'));
    const files = {
      empty: new Uint8Array(),
      other: Buffer.from('PK not an HDF5 file'),
      cut: whole.subarray(0, 20_000),
      // The end of the arrays is there, the beginning of the names is not.
      damaged: Buffer.concat([
        whole.subarray(0, 100),
        Buffer.alloc(4000, 0xff),
        whole.subarray(4100),
      ]),
    };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    const codes: Record<string, unknown> = {};
    for (const name of ['absent', ...Object.keys(files)]) {
      codes[name] = await readKerasFile(join(folder, name)).catch(({ code }) => code);
    }
    expect(codes).toEqual({
      absent: 'WEIGHTS_MISSING',
      empty: 'WEIGHTS_CORRUPT',
      other: 'WEIGHTS_UNSUPPORTED',
      cut: 'WEIGHTS_CORRUPT',
      damaged: 'WEIGHTS_CORRUPT',
    });
    await expect(readKerasFile(folder)).rejects.toMatchObject({ code: 'WEIGHTS_MISSING' });
  });

  it('never end in anything but a reading or a typed error, wherever bytes are wrong', async () => {
    const whole = await readFile(fixture('mildnet.whole.h5'));
    const random = seededRandom(11);
    const path = join(folder, 'mutated');
    const outcomes = new Map<string, number>();
    for (let i = 0; i < 200; i++) {
      const bytes = Buffer.from(whole);
      // Headers and names fill the first part of each group; a few bytes there matter most.
      for (let j = 0; j < 40; j++) bytes[8 + Math.floor(random() * 12_000)] = random() * 256;
      await writeFile(path, bytes);
      const outcome = await readKerasFile(path).then(
        () => 'read',
        (error: unknown) => (isMlError(error) ? error.code : String(error)),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    const allowed = ['read', 'WEIGHTS_CORRUPT', 'WEIGHTS_UNSUPPORTED'];
    expect([...outcomes.keys()].filter((outcome) => !allowed.includes(outcome))).toEqual([]);
    expect(outcomes.get('WEIGHTS_CORRUPT')).toBeGreaterThan(20);
    // A reader that a damaged file has upset would not read a good one any more.
    expect(await readKerasFile(fixture('mildnet.whole.h5'))).toHaveLength(12);
  });
});
