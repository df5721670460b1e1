import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Measured {
  imagesPerSecond: number;
  peakBytes: number;
  version: string;
}

/** The design's targets: at least this share of what Python reaches. */
const CASES = [
  { model: 'vgg16', mode: 'embed', images: 15, steps: 3, target: 0.9 },
  { model: 'vgg16', mode: 'train', images: 15, steps: 2, target: 0.8 },
  { model: 'mobilenet', mode: 'embed', images: 15, steps: 9, target: 0.9 },
  { model: 'mobilenet', mode: 'train', images: 18, steps: 5, target: 0.6 },
] as const;

const MODEL_SCRIPT = join(import.meta.dirname, 'nativeModel.ts');
const PYTHON_SCRIPT = join(import.meta.dirname, 'tensorflow_reference.py');

/**
 * The native backend against Python `tf.function` on the same TensorFlow library, in alternation,
 * each in a process of its own; of each side the best of `rounds` counts, because other work on the
 * machine only ever slows. Skipped where python3 has no tensorflow, or the backend is not built.
 */
export async function nativeAgainstPython(nativeDirectory: string, rounds: number): Promise<void> {
  const python = await firstLineOf('python3', [
    '-c',
    'import tensorflow as t; print(t.__version__)',
  ]);
  if (python === undefined) {
    console.log('against Python: skipped, python3 finds no tensorflow');
    return;
  }
  for (const { model, mode, images, steps, target } of CASES) {
    const args = [model, mode, String(images), String(steps)];
    const native: Measured[] = [];
    const reference: Measured[] = [];
    for (let round = 0; round < rounds; round++) {
      const own = await measure(process.execPath, [MODEL_SCRIPT, ...args, nativeDirectory]);
      if (typeof own === 'string') {
        console.log(`against Python: skipped, the native backend does not run here: ${own}`);
        return;
      }
      const other = await measure('python3', [PYTHON_SCRIPT, ...args]);
      if (typeof other === 'string') throw new Error(other);
      native.push(own);
      reference.push(other);
    }
    const [own, other] = [best(native), best(reference)];
    const ratio = own.imagesPerSecond / other.imagesPerSecond;
    console.log(
      `${model} ${mode}, ${images} images: native ${describe(own)}, ` +
        `Python tf.function on TensorFlow ${other.version} ${describe(other)}: ` +
        `${ratio.toFixed(2)}x (target ${target}x)`,
    );
  }
}

function describe({ imagesPerSecond, peakBytes }: Measured): string {
  return `${imagesPerSecond.toFixed(1)} images/s, peak ${(peakBytes / 1e9).toFixed(1)} GB`;
}

/** The fastest round, with the largest memory of all of them. */
function best(rounds: readonly Measured[]): Measured {
  const fastest = Math.max(...rounds.map(({ imagesPerSecond }) => imagesPerSecond));
  const peakBytes = Math.max(...rounds.map((round) => round.peakBytes));
  const version = rounds[0]?.version ?? 'unknown';
  return { imagesPerSecond: fastest, peakBytes, version };
}

/** What a script measured, or why it did not run. */
async function measure(program: string, args: string[]): Promise<Measured | string> {
  try {
    const { stdout } = await run(program, args, { maxBuffer: 1e8 });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return (
      stderr
        ?.trim()
        .split('\n')
        .findLast((line) => line.startsWith('Error')) ?? message
    );
  }
}

async function firstLineOf(program: string, args: string[]): Promise<string | undefined> {
  try {
    return (await run(program, args)).stdout.split('\n')[0];
  } catch {
    return undefined;
  }
}
