import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FeedRecord, Values } from './record.ts';

const IMAGE = /\.(jpe?g|png|webp|gif|tiff?|avif|bmp)$/i;
const MAX_DEPTH = 10;

/**
 * A folder of images by class: each image is a product, and the folders it lies in are its
 * category. In order of name, so that a run that resumes meets them in the same order.
 */
export async function* readFolder(directory: string): AsyncGenerator<FeedRecord> {
  let row = 0;
  for await (const path of imagesUnder(directory, [])) {
    row += 1;
    const file = path.at(-1) ?? '';
    const values = new Values();
    values.add('path', path.join('/').replace(IMAGE, ''));
    values.add('name', file.replace(IMAGE, '').replace(/[_-]+/g, ' ') || file);
    values.add('class', path.slice(0, -1).join(' > '));
    values.add('image', path.join('/'));
    yield { row, rows: 1, values, problems: [] };
  }
}

/** Paths of image files, as lists of names; hidden files and links are passed over. */
async function* imagesUnder(root: string, path: readonly string[]): AsyncGenerator<string[]> {
  const entries = await readdir(join(root, ...path), { withFileTypes: true });
  const byName = entries
    .filter(({ name }) => !name.startsWith('.') && name !== '__MACOSX')
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of byName) {
    const below = [...path, entry.name];
    if (entry.isFile() && IMAGE.test(entry.name)) yield below;
    if (entry.isDirectory() && below.length < MAX_DEPTH) yield* imagesUnder(root, below);
  }
}
