/** Writes RGB bytes into `target` from `offset` on, scaled to 0..1. */
export function scaleInto(pixels: Uint8Array, target: Float32Array, offset: number): void {
  for (let i = 0; i < pixels.length; i++) target[offset + i] = (pixels[i] as number) / 255;
}
