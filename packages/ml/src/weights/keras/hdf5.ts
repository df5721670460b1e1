import { open } from 'node:fs/promises';
import type { Dataset, Group, File as Hdf5File } from 'h5wasm/node';
import { isCode } from '../../checkpoints/writeFolder.ts';
import { MlError } from '../../errors.ts';
import type { KerasWeight } from './kerasLayer.ts';

/** Every HDF5 file starts with it, where no user block precedes. */
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a] as const;

/**
 * Opens an HDF5 file for as long as `read` takes.
 *
 * @throws {MlError} WEIGHTS_MISSING when there is no such file, WEIGHTS_UNSUPPORTED when it is
 *   something else, WEIGHTS_CORRUPT when it is cut short or damaged
 */
export async function withHdf5<T>(path: string, read: (file: Group) => T): Promise<T> {
  await requireSignature(path);
  // Loaded here: 5 MB of WebAssembly that only reading Keras files needs.
  const hdf5 = await import('h5wasm/node');
  const module = await hdf5.ready;
  // Without it, failures are printed and go on as nonsense.
  module.activate_throwing_error_handler();
  let file: Hdf5File | undefined;
  try {
    file = new hdf5.File(path, 'r');
    return read(file);
  } catch (error) {
    if (error instanceof MlError) throw error;
    throw corrupt(path, lastLine(error), error);
  } finally {
    file?.close();
  }
}

/** A group inside; undefined when nothing of that name is there. */
export function findGroup(parent: Group, name: string): Group | undefined {
  if (!parent.keys().includes(name)) return undefined;
  const found = parent.get(name) as Group | null;
  return found?.type === 'Group' ? found : undefined;
}

/** An array of numbers as float32, read whole. @throws {MlError} WEIGHTS_UNSUPPORTED */
export function readWeight(parent: Group, path: string, name: string): KerasWeight {
  const found = parent.get(path) as Dataset | null;
  if (found?.type !== 'Dataset') {
    throw new MlError(
      'WEIGHTS_CORRUPT',
      `The file names the weight ${name} and does not hold it.`,
      {
        weight: name,
      },
    );
  }
  const values = found.value;
  if (!(values instanceof Float32Array) && !(values instanceof Float64Array)) {
    const message = `The weight ${name} is of type ${String(found.dtype)}; only floats of 32 or 64 bits are read.`;
    throw new MlError('WEIGHTS_UNSUPPORTED', message, { weight: name });
  }
  return { name, shape: [...(found.shape ?? [])], values: Float32Array.from(values) };
}

/** An attribute that is one string; undefined when it is not there. */
export function stringAttribute(group: Group, name: string): string | undefined {
  const value = group.attrs[name]?.value;
  return typeof value === 'string' ? value : undefined;
}

/**
 * An attribute that is a list of names; undefined when it is not there. Keras cuts a list longer
 * than an HDF5 header into `name0`, `name1`, ...
 */
export function namesAttribute(group: Group, name: string): string[] | undefined {
  const { attrs } = group;
  const whole = attrs[name];
  if (whole) return toNames(whole.value);
  if (!attrs[`${name}0`]) return undefined;
  const names: string[] = [];
  for (let i = 0; attrs[`${name}${i}`]; i++) names.push(...toNames(attrs[`${name}${i}`]?.value));
  return names;
}

/** An empty list is kept as an array of no numbers. */
function toNames(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

async function requireSignature(path: string): Promise<void> {
  const start = new Uint8Array(SIGNATURE.length);
  let length = 0;
  try {
    await using file = await open(path);
    ({ bytesRead: length } = await file.read(start));
  } catch (error) {
    if (!isCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES')) throw error;
    throw new MlError('WEIGHTS_MISSING', `There is no weight file ${path} to read.`, { path });
  }
  if (length === 0) throw corrupt(path, 'it is empty');
  if (SIGNATURE.every((byte, i) => start[i] === byte)) return;
  const message = `${path} is not an HDF5 file. Give what Keras wrote with save or save_weights (.h5).`;
  throw new MlError('WEIGHTS_UNSUPPORTED', message, { path });
}

function corrupt(path: string, why: string, cause?: unknown): MlError {
  const message = `${path} is damaged: ${why}. Fetch or save it again.`;
  return new MlError('WEIGHTS_CORRUPT', message, { path }, { cause });
}

/** The library tells a failure as a stack of lines, of which the innermost says most. */
function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').map((line) => line.trim());
  const place = lines.findLast((line) => line.startsWith('#'));
  return place?.split('(): ').at(-1) ?? lines.find(Boolean) ?? 'it can not be read';
}
