import type { Values } from './record.ts';

const MAX_DEPTH = 8;

/**
 * Adds a JSON value to a record under a column named by its path: `price`, `price.amount`; the
 * members of lists come under one name, `tags` for texts and `images[].url` for objects, so that
 * the columns do not depend on how many there are. What lies deeper than 8 levels is left out.
 */
export function flatten(value: unknown, path: string, values: Values, depth = 0): void {
  if (value === null || value === undefined || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const each of value) {
      const isNested = typeof each === 'object' && each !== null;
      flatten(each, isNested ? `${path}[]` : path, values, depth + 1);
    }
  } else if (typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) {
      flatten(each, path === '' ? key : `${path}.${key}`, values, depth + 1);
    }
  } else {
    values.add(path, String(value));
  }
}
