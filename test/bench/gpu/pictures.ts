import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Decoded pictures in files, so that a machine without the image library can use them. */
export interface Pictures {
  readonly count: number;
  /** RGB bytes `[size, size, 3]`. */
  image(size: number, index: number): Uint8Array;
}

export const PICTURE_SIZES = [80, 224] as const;

const fileOf = (folder: string, size: number) => join(folder, `pictures-${size}.rgb`);

/** @throws when the folder lacks a size */
export function readPictures(folder: string): Pictures {
  const files = new Map(
    PICTURE_SIZES.map((size) => [size as number, readFileSync(fileOf(folder, size))]),
  );
  const bytesOf = (size: number) => size * size * 3;
  return {
    count: (files.get(80)?.length ?? 0) / bytesOf(80),
    image(size, index) {
      const file = files.get(size);
      if (!file) throw new Error(`No pictures of ${size} pixels were packed.`);
      return file.subarray(index * bytesOf(size), (index + 1) * bytesOf(size));
    },
  };
}

/** Draws photos of the demo catalog and writes them in every size. */
export async function writePictures(folder: string, count: number): Promise<void> {
  const { demoPhotos } = await import('./demoPhotos.ts');
  const photos = await demoPhotos(count);
  for (const size of PICTURE_SIZES) {
    const rows = await Promise.all(photos.map((photo) => photo(size)));
    writeFileSync(fileOf(folder, size), Buffer.concat(rows));
  }
}
