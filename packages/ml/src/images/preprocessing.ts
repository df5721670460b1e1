/** How an image becomes a model's input; a model carries its own and serving repeats it. */
export interface Preprocessing {
  /** Side in pixels of the square input. */
  size: number;
  /** `fill` ignores the aspect ratio; `contain` keeps it and pads with `background`. */
  fit: 'fill' | 'contain';
  /** RGB, 0..255: padding, and what shows through transparent pixels. */
  background: [number, number, number];
  /** Pixels are bytes here; the tensor side divides them by 255. */
  scale: 'zero-to-one';
}
