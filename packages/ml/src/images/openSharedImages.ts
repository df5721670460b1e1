import { fileImages } from './fileImages.ts';
import type { ImageSource, SharedImages } from './imageSource.ts';
import { packImages } from './packedImages.ts';

/** The images that another thread shared. */
export function openSharedImages(shared: SharedImages): ImageSource {
  switch (shared.kind) {
    case 'packed':
      return packImages(shared.size, shared.count, shared.data);
    case 'files':
      return fileImages(shared.paths, shared.preprocessing);
    default:
      throw new Error(`Unknown images ${JSON.stringify(shared satisfies never)}`);
  }
}
