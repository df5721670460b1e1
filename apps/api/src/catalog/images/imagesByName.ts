import type { ImagesStore, NamedImage } from './store.ts';

const EXTENSION = /\.(jpe?g|png|webp|gif|tiff?|avif)$/i;
const EXTENSIONS = ['', '.jpg', '.jpeg', '.png', '.webp', '.JPG'];

const baseName = (name: string) =>
  name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
const stem = (name: string) => baseName(name).replace(EXTENSION, '');

/**
 * Finds a catalog's images by the names that a triplet file uses: the whole name as the feed had
 * it, or else without folder and with or without extension. A name that several images answer to
 * after that is left out, since guessing would make wrong triplets.
 * @returns image id by the name asked for
 */
export async function imagesByName(
  images: Pick<ImagesStore, 'named' | 'namedWithoutFolder'>,
  catalogId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const whole = new Set(names.flatMap((name) => [name, ...withExtensions(name)]));
  const resolved = resolve(names, await images.named(catalogId, [...whole]));
  const rest = names.filter((name) => !resolved.has(name));
  if (rest.length === 0) return resolved;
  // The feed named them with folders: compare what follows the last slash.
  const found = await images.namedWithoutFolder(catalogId, rest.flatMap(withExtensions));
  for (const [name, id] of resolve(rest, found)) resolved.set(name, id);
  return resolved;
}

const withExtensions = (name: string) => EXTENSIONS.map((extension) => stem(name) + extension);

function resolve(names: readonly string[], found: readonly NamedImage[]): Map<string, string> {
  const exact = groupByName(found, (name) => name);
  const loose = groupByName(found, stem);
  const resolved = new Map<string, string>();
  for (const name of names) {
    const ids = exact.get(name) ?? loose.get(stem(name));
    const [id] = ids ?? [];
    if (id !== undefined && ids?.size === 1) resolved.set(name, id);
  }
  return resolved;
}

function groupByName(found: readonly NamedImage[], key: (name: string) => string) {
  const groups = new Map<string, Set<string>>();
  for (const { name, imageId } of found) {
    const ids = groups.get(key(name)) ?? new Set();
    groups.set(key(name), ids.add(imageId));
  }
  return groups;
}
