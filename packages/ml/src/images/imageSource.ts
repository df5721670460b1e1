import type { Preprocessing } from './preprocessing.ts';

/** Decoded images of one size, in memory (`PackedImages`) or decoded when asked for. */
export interface ImageSource {
  count: number;
  size: number;
  /** RGB bytes `[size, size, 3]` of image i. @throws {MlError} IMAGE_* when it cannot be read */
  image(index: number): Uint8Array | Promise<Uint8Array>;
  /** What another thread needs to open the same images; absent where that cannot be. */
  share?(): SharedImages;
}

/** An image source as it travels to another thread; `openSharedImages` opens it there. */
export type SharedImages =
  | { kind: 'packed'; size: number; count: number; data: Uint8Array }
  | { kind: 'files'; paths: readonly string[]; preprocessing: Preprocessing };
