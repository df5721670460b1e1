import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients of all operations.
import '@tensorflow/tfjs-layers';
import { MlError } from '../errors.ts';
import { loadCpu } from './cpu.ts';
import {
  BACKEND_NAMES,
  type BackendAttempt,
  type BackendName,
  type BackendOptions,
  type BackendReport,
  type LoadedBackend,
} from './report.ts';
import { loadTensorflow } from './tensorflow.ts';
import { loadWasm } from './wasm.ts';
import { loadWebgpu } from './webgpu.ts';

/** tfjs has one engine per process, so what is open is a fact of the process, kept here once. */
let opened: { key: string; report: Promise<BackendReport> } | undefined;

/**
 * Opens the fastest backend that works here and makes it the process's own. Calling again with
 * the same options, or with none, gives the same report and changes nothing.
 *
 * @throws {MlError} BACKEND_UNAVAILABLE when not even plain JavaScript starts.
 */
export function openBackend(options: BackendOptions = {}): Promise<BackendReport> {
  const key = JSON.stringify([options.prefer, options.enableWebgpu, options.nativeDirectory]);
  const noWish = Object.values(options).every((value) => value === undefined);
  if (opened && (noWish || opened.key === key)) return opened.report;
  const previous = opened?.report.catch(() => undefined);
  const report = Promise.resolve(previous).then(() => tryInOrder(options));
  const attempt = { key, report };
  opened = attempt;
  report.catch(() => {
    if (opened === attempt) opened = undefined;
  });
  return report;
}

async function tryInOrder(options: BackendOptions): Promise<BackendReport> {
  const attempts: BackendAttempt[] = [];
  for (const name of orderOf(options)) {
    try {
      const loaded = await load(name, options);
      if (!(await tf.setBackend(loaded.engineName))) throw new Error(`${name} did not start.`);
      await tf.ready();
      tf.enableProdMode();
      attempts.push({ name, ok: true });
      const { version, device } = loaded;
      return { name, version, device, attempts, advice: adviceFor(name, attempts) };
    } catch (error) {
      attempts.push({ name, ok: false, reason: reasonOf(error) });
    }
  }
  const reasons = attempts.map((attempt) => `${attempt.name}: ${attempt.reason}`).join('; ');
  throw new MlError('BACKEND_UNAVAILABLE', `No TensorFlow.js backend starts here. ${reasons}`, {
    attempts,
  });
}

function orderOf(options: BackendOptions): BackendName[] {
  const { prefer } = options;
  if (prefer === undefined) return [...BACKEND_NAMES];
  return [prefer, ...BACKEND_NAMES.filter((name) => name !== prefer)];
}

function load(name: BackendName, options: BackendOptions): Promise<LoadedBackend> {
  switch (name) {
    case 'tensorflow-gpu':
      return loadTensorflow('@tensorflow/tfjs-node-gpu', options.nativeDirectory);
    case 'tensorflow':
      return loadTensorflow('@tensorflow/tfjs-node', options.nativeDirectory);
    case 'webgpu':
      if (!options.enableWebgpu && options.prefer !== 'webgpu') {
        return Promise.reject(new Error('not asked for (enableWebgpu)'));
      }
      return loadWebgpu(options.nativeDirectory);
    case 'wasm':
      return loadWasm();
    case 'cpu':
      return loadCpu();
    default:
      throw new Error(`Unknown backend ${name satisfies never}`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const missing = 'code' in error && error.code === 'MODULE_NOT_FOUND';
  return missing ? 'not installed' : (error.message.split('\n')[0] ?? error.name);
}

function adviceFor(name: BackendName, attempts: BackendAttempt[]): string[] {
  switch (name) {
    case 'tensorflow-gpu':
      return [];
    case 'tensorflow':
    case 'webgpu':
      return ['On a machine with an NVIDIA GPU, @tensorflow/tfjs-node-gpu is faster.'];
    case 'wasm':
      return [
        'Build TensorFlow for this processor with packages/ml/scripts/build-native.ts: it uses all cores.',
      ];
    case 'cpu': {
      const wasm = attempts.find((attempt) => attempt.name === 'wasm');
      const why = wasm?.reason ? ` WASM failed: ${wasm.reason}.` : '';
      return [`Plain JavaScript is for tests only: it is some seventy times slower.${why}`];
    }
    default:
      throw new Error(`Unknown backend ${name satisfies never}`);
  }
}
