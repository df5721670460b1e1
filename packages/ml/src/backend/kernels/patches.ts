import type { ConvInfo } from './wasmKernel.ts';

/** A tensor's values laid out channel first: `[channels, batch, height, width]`. */
export interface ChannelPlanes {
  values: Float32Array;
  batch: number;
}

/**
 * Writes the patches that a convolution reads, one row per filter tap and channel and one column
 * per output position: `[filterHeight * filterWidth * channels, images * outHeight * outWidth]`
 * (im2col, transposed). Positions in the padding are zero.
 *
 * Rows are contiguous along the image's width, so for stride 1 each is a shifted copy: this is
 * what makes the gradient of the filter one large matrix product on a backend whose product is
 * fast only without transposition.
 */
export function writePatches(
  planes: ChannelPlanes,
  info: ConvInfo,
  firstImage: number,
  images: number,
  patches: Float32Array,
): void {
  const columns = images * info.outHeight * info.outWidth;
  let row = 0;
  for (let tapRow = 0; tapRow < info.filterHeight; tapRow++) {
    for (let tapColumn = 0; tapColumn < info.filterWidth; tapColumn++) {
      const shiftY = tapRow * info.dilationHeight - info.padInfo.top;
      const shiftX = tapColumn * info.dilationWidth - info.padInfo.left;
      for (let channel = 0; channel < info.inChannels; channel++, row++) {
        const plane = (channel * planes.batch + firstImage) * info.inHeight * info.inWidth;
        writeTap(planes.values, plane, info, images, shiftY, shiftX, patches, row * columns);
      }
    }
  }
}

function writeTap(
  source: Float32Array,
  sourceStart: number,
  info: ConvInfo,
  images: number,
  shiftY: number,
  shiftX: number,
  target: Float32Array,
  targetStart: number,
): void {
  const { inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = info;
  const first = Math.min(outWidth, Math.max(0, Math.ceil(-shiftX / strideWidth)));
  const last = Math.max(first, Math.min(outWidth, Math.ceil((inWidth - shiftX) / strideWidth)));
  let to = targetStart;
  for (let image = 0; image < images; image++) {
    const imageStart = sourceStart + image * inHeight * inWidth;
    for (let y = 0; y < outHeight; y++, to += outWidth) {
      const sourceY = y * strideHeight + shiftY;
      if (sourceY < 0 || sourceY >= inHeight) {
        target.fill(0, to, to + outWidth);
        continue;
      }
      const from = imageStart + sourceY * inWidth + shiftX;
      for (let x = 0; x < first; x++) target[to + x] = 0;
      for (let x = first; x < last; x++) {
        target[to + x] = source[from + x * strideWidth] as number;
      }
      for (let x = last; x < outWidth; x++) target[to + x] = 0;
    }
  }
}
