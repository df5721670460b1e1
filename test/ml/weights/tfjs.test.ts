import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../packages/ml/src/backend/open.ts';
import { L2Normalize } from '../../../packages/ml/src/models/l2Normalize.ts';
import { requireModel } from '../../../packages/ml/src/models/registry.ts';
import { loadKerasWeights } from '../../../packages/ml/src/weights/keras/loadKerasWeights.ts';
import {
  layersModelFiles,
  readLayersModel,
} from '../../../packages/ml/src/weights/tfjs/layersModelFiles.ts';
import { standardModel } from '../../../packages/ml/src/weights/tfjs/standardModel.ts';
import { distanceFromKeras, fixture, smallMildnet, smallMobilenet } from './kerasFixtures.ts';

let folder: string;
beforeAll(async () => {
  await openBackend({ prefer: 'wasm' });
  folder = await mkdtemp(join(tmpdir(), 'tfjs-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeModel(name: string, net: LayersModel): Promise<string> {
  const directory = join(folder, name);
  await mkdir(directory, { recursive: true });
  const standard = standardModel(net);
  const files = await layersModelFiles(standard, { dimension: 10 });
  standard.dispose();
  for (const [file, bytes] of Object.entries(files)) await writeFile(join(directory, file), bytes);
  return directory;
}

/** A program that knows TensorFlow.js and nothing of ours. */
const STRANGER = `
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
const [folder, inputs] = process.argv.slice(2);
const json = JSON.parse(readFileSync(folder + '/model.json', 'utf8'));
const [{ paths, weights }] = json.weightsManifest;
const data = Buffer.concat(paths.map((path) => readFileSync(folder + '/' + path)));
const net = await loadLayersModel(tf.io.fromMemory({
  modelTopology: json.modelTopology, weightSpecs: weights, weightData: new Uint8Array(data).buffer,
}));
const pixels = new Float32Array(new Uint8Array(readFileSync(inputs)).buffer);
const output = net.predict(tf.tensor(pixels, [2, ...net.inputs[0].shape.slice(1)]));
console.log(JSON.stringify([...output.dataSync()]));
`;

describe('a TensorFlow.js layers model', () => {
  it.each(['mildnet', 'mobilenet'])(
    'of %s is loaded by plain TensorFlow.js and gives what Keras gives',
    async (name) => {
      const net = name === 'mildnet' ? smallMildnet() : smallMobilenet();
      await loadKerasWeights(net, fixture(`${name}.whole.h5`));
      const directory = await writeModel(name, net);
      net.dispose();
      const program = join(import.meta.dirname, `stranger-${name}.mjs`);
      await writeFile(program, STRANGER);
      try {
        const run = promisify(execFile);
        const { stdout } = await run(process.execPath, [
          program,
          directory,
          fixture(`${name}.input.bin`),
        ]);
        const output = JSON.parse(stdout) as number[];
        const bytes = new Uint8Array(await readFile(fixture(`${name}.output.bin`)));
        const expected = new Float32Array(bytes.buffer);
        expect(output).toHaveLength(expected.length);
        for (const [i, value] of output.entries()) {
          expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-5);
        }
      } finally {
        await rm(program);
      }
    },
  );

  it('is read back with the same outputs, and the memory returned', async () => {
    const before = tf.memory().numTensors;
    const net = smallMildnet();
    await loadKerasWeights(net, fixture('mildnet.whole.h5'));
    const directory = await writeModel('again', net);
    for (const path of [directory, join(directory, 'model.json')]) {
      const read = await readLayersModel(path);
      expect(distanceFromKeras(read, 'mildnet')).toBeLessThan(1e-5);
      read.dispose();
    }
    net.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('of mildnet-nano gives the same unit vectors, and zero for a zero vector', () => {
    const net = requireModel('mildnet-nano').build({ seed: 3 });
    const standard = standardModel(net);
    const kinds = standard.layers.map((layer) => layer.getClassName());
    expect(kinds).not.toContain('L2Normalize');
    expect(kinds).not.toContain('Convolution');
    const images = tf.concat([
      tf.randomUniform([2, 64, 64, 3], 0, 1, 'float32', 5),
      tf.ones([1, 64, 64, 3]),
    ]);
    const [ours, theirs] = [net, standard].map((each) =>
      tf.tidy(() => (each.apply(images) as tf.Tensor).arraySync() as number[][]),
    ) as [number[][], number[][]];
    for (const [i, row] of ours.entries()) {
      for (const [j, value] of row.entries()) {
        expect(Math.abs((theirs[i]?.[j] as number) - value)).toBeLessThan(1e-5);
      }
    }
    expect(Math.hypot(...(theirs[0] as number[]))).toBeCloseTo(1, 5);
    // White is zero to an untrained nano.
    expect(theirs[2]?.every((value) => value === 0)).toBe(true);
    for (const each of [net, standard]) each.dispose();
    images.dispose();
  });

  it('is refused for a layer that plain TensorFlow.js lacks, naming it', () => {
    const image = input({ shape: [4, 4, 3] });
    const end = new L2Normalize({ name: 'of_map' }).apply(image) as SymbolicTensor;
    const net = model({ inputs: image, outputs: end });
    expect(() => standardModel(net)).toThrow(
      expect.objectContaining({
        code: 'WEIGHTS_UNSUPPORTED',
        details: { layer: 'of_map', kind: 'L2Normalize' },
      }),
    );
    net.dispose();
  });
});

describe('files of a layers model that can not be used', () => {
  it('are told apart', async () => {
    const image = input({ shape: [2, 2, 3] });
    const flat = layers.flatten().apply(image) as SymbolicTensor;
    const net = model({
      inputs: image,
      outputs: layers.dense({ units: 4 }).apply(flat) as SymbolicTensor,
    });
    const directory = await writeModel('good', net);
    net.dispose();
    const good = JSON.parse(await readFile(join(directory, 'model.json'), 'utf8'));
    const [manifest] = good.weightsManifest;
    const withPaths = (...paths: string[]) => ({
      ...good,
      weightsManifest: [{ ...manifest, paths }],
    });
    await writeFile(join(directory, 'short.bin'), new Uint8Array(8));
    const cases: Record<string, [unknown, string]> = {
      notJson: ['{"modelTopology":', 'WEIGHTS_CORRUPT'],
      withoutTopology: [{ ...good, modelTopology: undefined }, 'WEIGHTS_CORRUPT'],
      graph: [{ ...good, format: 'graph-model' }, 'WEIGHTS_UNSUPPORTED'],
      absentShard: [withPaths('absent.bin'), 'WEIGHTS_MISSING'],
      shortShard: [withPaths('short.bin'), 'WEIGHTS_CORRUPT'],
      shardElsewhere: [withPaths('../../etc/passwd'), 'WEIGHTS_CORRUPT'],
      unknownLayer: [
        JSON.parse(JSON.stringify(good).replaceAll('"Dense"', '"Denser"')),
        'WEIGHTS_UNSUPPORTED',
      ],
    };
    for (const [name, [json, code]] of Object.entries(cases)) {
      const path = join(directory, `${name}.json`);
      await writeFile(path, typeof json === 'string' ? json : JSON.stringify(json));
      await expect(readLayersModel(path), name).rejects.toMatchObject({ code });
    }
    await expect(readLayersModel(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'WEIGHTS_MISSING',
    });
  });
});
