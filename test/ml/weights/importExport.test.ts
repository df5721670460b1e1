import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as ort from 'onnxruntime-web';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { copyForServing } from '../../../packages/ml/src/checkpoints/copyForServing.ts';
import { loadEmbedder } from '../../../packages/ml/src/embeddings/embedder.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { seededRandom } from '../../../packages/ml/src/random.ts';
import { exportCheckpoint } from '../../../packages/ml/src/weights/exportCheckpoint.ts';
import { importCheckpoint } from '../../../packages/ml/src/weights/importCheckpoint.ts';
import { layersModelFiles } from '../../../packages/ml/src/weights/tfjs/layersModelFiles.ts';
import { fixture } from './kerasFixtures.ts';
import { writeKerasFile } from './writeKerasFile.ts';

const backend = { prefer: 'wasm' } as const;
let folder: string;
beforeAll(async () => {
  await openBackend(backend);
  folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterAll(() => rm(folder, { recursive: true }));

function noise(size: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: size * size * 3 }, () => random() * 256);
}

function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));
}

async function runOnnx(path: string, pixels: Uint8Array, size: number): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(await readFile(path));
  const scaled = Float32Array.from(pixels, (byte) => byte / 255);
  const image = new ort.Tensor('float32', scaled, [1, size, size, 3]);
  const { embedding } = await session.run({ image });
  await session.release();
  return embedding?.data as Float32Array;
}

describe('a model from elsewhere', () => {
  it('comes in from a Keras file, serves, and goes out as ONNX with the same embeddings', async () => {
    const before = tf.memory().numTensors;
    const net = requireModel('mildnet-nano').build({ seed: 8 });
    const pixels = noise(64, 3);
    const own = tf.tidy(() => {
      const image = tf.div(tf.tensor4d(Float32Array.from(pixels), [1, 64, 64, 3]), 255);
      return (net.apply(image, { training: false }) as tf.Tensor).dataSync();
    });
    const file = join(folder, 'nano.h5');
    await writeKerasFile(net, file);
    net.dispose();
    const imported = join(folder, 'nano');
    const manifest = await importCheckpoint(
      { path: file, architecture: 'mildnet-nano', fit: 'fill', backend },
      imported,
    );
    expect(manifest).toMatchObject({
      model: 'mildnet-nano',
      dimension: 128,
      preprocessing: { size: 64, fit: 'fill' },
      imported: { format: 'keras', file: 'nano.h5', options: { fit: 'fill' } },
    });
    const embedder = await loadEmbedder(imported, backend);
    const [vector] = await embedder.embed([pixels]);
    embedder.dispose();
    expect(apart(vector as Float32Array, own)).toBeLessThan(1e-5);
    const about = { name: 'nano', version: '3' };
    const files = await exportCheckpoint(imported, join(folder, 'onnx'), { format: 'onnx', about });
    expect(files.map(({ name }) => name)).toEqual(['model.onnx']);
    const onnx = join(folder, 'onnx', 'model.onnx');
    expect(apart(await runOnnx(onnx, pixels, 64), own)).toBeLessThan(1e-4);
    const text = (await readFile(onnx)).toString('latin1');
    for (const part of ['"fit":"fill"', 'dimension', 'version']) expect(text).toContain(part);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['zero-to-one', 'minus-one-to-one', 'bytes'] as const)(
    'comes in from TensorFlow.js files with its own layers, fed %s',
    async (range) => {
      const image = input({ shape: [12, 12, 3] });
      const parts = [
        layers.conv2d({ filters: 5, kernelSize: 3, strides: 2, activation: 'relu' }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 6 }),
      ];
      const end = parts.reduce<SymbolicTensor>(
        (x, layer) => layer.apply(x) as SymbolicTensor,
        image,
      );
      const net = model({ inputs: image, outputs: end });
      const pixels = noise(12, 5);
      const toRange = {
        'zero-to-one': (v: number) => v / 255,
        'minus-one-to-one': (v: number) => v / 127.5 - 1,
        bytes: (v: number) => v,
      };
      const raw = tf.tidy(() => {
        const given = tf.tensor4d(Float32Array.from(pixels, toRange[range]), [1, 12, 12, 3]);
        return (net.apply(given) as tf.Tensor).dataSync();
      });
      const norm = Math.hypot(...raw);
      const source = join(folder, `tfjs-${range}`);
      await mkdir(source);
      for (const [name, bytes] of Object.entries(await layersModelFiles(net, {}))) {
        await writeFile(join(source, name), bytes);
      }
      net.dispose();
      const imported = join(folder, `imported-${range}`);
      const manifest = await importCheckpoint({ path: source, pixels: range, backend }, imported);
      expect(manifest).toMatchObject({
        model: 'layers-model',
        dimension: 6,
        preprocessing: { size: 12 },
      });
      // As the API does when it makes a version of it.
      const copy = join(folder, `copy-${range}`);
      await copyForServing(imported, copy);
      const embedder = await loadEmbedder(copy, backend);
      const [vector] = await embedder.embed([pixels]);
      embedder.dispose();
      expect(
        apart(
          vector as Float32Array,
          raw.map((value) => value / norm),
        ),
      ).toBeLessThan(1e-5);
      await exportCheckpoint(copy, join(folder, `again-${range}`), { format: 'onnx' });
      const onnx = await runOnnx(join(folder, `again-${range}`, 'model.onnx'), pixels, 12);
      expect(
        apart(
          onnx.map((value) => value / norm),
          raw.map((value) => value / norm),
        ),
      ).toBeLessThan(1e-4);
    },
  );

  it('is the same after a round through TensorFlow.js files', async () => {
    const net = requireModel('mildnet-nano').build({ seed: 2 });
    const file = join(folder, 'round.h5');
    await writeKerasFile(net, file);
    net.dispose();
    const [first, out, second] = ['round-1', 'round-out', 'round-2'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    await importCheckpoint({ path: file, architecture: 'mildnet-nano', backend }, first);
    await exportCheckpoint(first, out, { format: 'tfjs' });
    const json = JSON.parse(await readFile(join(out, 'model.json'), 'utf8'));
    expect(json.userDefinedMetadata).toMatchObject({
      architecture: 'mildnet-nano',
      preprocessing: { size: 64 },
    });
    await importCheckpoint({ path: out, backend }, second);
    const vectors = [];
    for (const directory of [first, second]) {
      const embedder = await loadEmbedder(directory, backend);
      vectors.push(...(await embedder.embed([noise(64, 9)])));
      embedder.dispose();
    }
    expect(apart(vectors[0] as Float32Array, vectors[1] as Float32Array)).toBeLessThan(1e-5);
  });
});

describe('an import or export that can not be', () => {
  it('is refused with the field, and leaves nothing behind', async () => {
    const target = join(folder, 'refused');
    const path = fixture('mildnet.whole.h5');
    const cases = [
      [{ path: join(folder, 'nowhere.h5'), architecture: 'mildnet-nano' }, 'WEIGHTS_MISSING'],
      [{ path }, 'CONFIG_INVALID'],
      [{ path, architecture: 'resnet' }, 'MODEL_UNKNOWN'],
      [{ path, architecture: 'mildnet-nano' }, 'WEIGHTS_MISMATCH'],
      [{ path: folder }, 'WEIGHTS_MISSING'],
    ] as const;
    const before = tf.memory().numTensors;
    for (const [given, code] of cases) {
      await expect(importCheckpoint({ ...given, backend }, target)).rejects.toMatchObject({ code });
    }
    await expect(readFile(join(target, 'checkpoint.json'))).rejects.toThrow('ENOENT');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is refused for a network that gives no vector, or always the same one', async () => {
    const image = input({ shape: [8, 8, 3] });
    const map = model({
      inputs: image,
      outputs: layers.conv2d({ filters: 2, kernelSize: 3 }).apply(image) as SymbolicTensor,
    });
    const flat = layers.flatten().apply(image) as SymbolicTensor;
    const dead = layers.dense({ units: 3, kernelInitializer: 'zeros', biasInitializer: 'ones' });
    const same = model({ inputs: image, outputs: dead.apply(flat) as SymbolicTensor });
    for (const [name, net, code] of [
      ['map', map, 'WEIGHTS_UNSUPPORTED'],
      ['same', same, 'EMBEDDINGS_COLLAPSED'],
    ] as const) {
      const source = join(folder, `bad-${name}`);
      await mkdir(source);
      for (const [file, bytes] of Object.entries(await layersModelFiles(net, {}))) {
        await writeFile(join(source, file), bytes);
      }
      await expect(
        importCheckpoint({ path: source, backend }, join(folder, 'bad')),
      ).rejects.toMatchObject({ code });
    }
  });

  it('is refused for a folder that holds something', async () => {
    const target = join(folder, 'taken');
    await mkdir(target);
    await writeFile(join(target, 'note.txt'), 'mine');
    for (const format of ['onnx', 'tfjs'] as const) {
      await expect(exportCheckpoint(folder, target, { format })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        details: { field: 'to' },
      });
    }
    expect(await readFile(join(target, 'note.txt'), 'utf8')).toBe('mine');
  });
});
