/** A thread that does what thread.test.ts asks of it. */
import { workerData } from 'node:worker_threads';
import { MlError } from '../../../packages/ml/src/errors.ts';
import { answerQuestions } from '../../../packages/ml/src/threads/answer.ts';

let release = () => {};
const released = new Promise<void>((resolve) => {
  release = resolve;
});
const kept = new Float32Array([1, 2, 3]);

const handlers = {
  greet: (name: string) => `${workerData} ${name}`,
  double: async (values: Float32Array) => values.map((value) => value * 2),
  wait: () => released,
  release: () => release(),
  give: () => kept,
  keptLength: () => kept.length,
  refuse: () => {
    throw new MlError('DIMENSION_MISMATCH', 'It does not fit.', { expected: 3, actual: 4 });
  },
  fillDisk: () => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  },
  throwText: () => {
    throw 'just words';
  },
  exit: () => process.exit(3),
  crash: () => {
    setImmediate(() => {
      throw new Error('a defect');
    });
    return released;
  },
};
export type EchoHandlers = typeof handlers;

answerQuestions(handlers, {
  double: (values) => [values.buffer],
  give: (values) => [values.buffer],
});
