import { availableParallelism } from 'node:os';
import { decodeImage } from './decodeImage.ts';
import type { ImageSource } from './imageSource.ts';
import type { Preprocessing } from './preprocessing.ts';

/**
 * Images decoded from their files whenever they are asked for, for sets that do not fit in memory.
 * Each call of `image` reads the file anew and fails with an IMAGE_* error if it has gone.
 */
export function fileImages(paths: readonly string[], preprocessing: Preprocessing): ImageSource {
  const limit = createLimit(availableParallelism() * 2);
  return {
    count: paths.length,
    size: preprocessing.size,
    async image(index) {
      const path = paths[index];
      if (path === undefined)
        throw new RangeError(`There is no image ${index} of ${paths.length}.`);
      return limit(() => decodeImage(path, preprocessing));
    },
    share: () => ({ kind: 'files', paths, preprocessing }),
  };
}

/** Runs at most `most` pieces of work at once, in the order that they came: photos are large. */
function createLimit(most: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      // The place passes to the next in line.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
