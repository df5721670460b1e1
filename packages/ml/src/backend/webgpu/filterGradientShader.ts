/** Rows and columns of the gradient that a group of 8x8 threads computes, four by four a thread. */
export const TILE = 32;
/** Positions that are in shared memory at a time. */
const DEPTH = 16;
const THREADS = 64;

/**
 * Row r of the gradient is tap `r / in` and channel `r % in`; column c is an output channel; the
 * sum runs over positions (image, row and column of the output). Neighbouring threads read
 * neighbouring channels, so that reads from memory are joined.
 */
export const SHADER = `
  var<workgroup> left : array<array<f32, ${TILE}>, ${DEPTH}>;
  var<workgroup> right : array<array<f32, ${TILE}>, ${DEPTH}>;

  fn readX(position : i32, row : i32, last : i32) -> f32 {
    if (position >= last || row >= uniforms.outShape[1]) {
      return 0.0;
    }
    let channels = uniforms.xShape[3];
    let tap = row / channels;
    let outWidth = uniforms.dyShape[2];
    let outHeight = uniforms.dyShape[1];
    let image = position / (outHeight * outWidth);
    let within = position - image * outHeight * outWidth;
    let outRow = within / outWidth;
    let outColumn = within - outRow * outWidth;
    let tapRow = tap / uniforms.filterWidth;
    let tapColumn = tap - tapRow * uniforms.filterWidth;
    let inRow = outRow * uniforms.strides[0] + tapRow * uniforms.dilations[0] - uniforms.pads[0];
    let inColumn =
      outColumn * uniforms.strides[1] + tapColumn * uniforms.dilations[1] - uniforms.pads[1];
    if (inRow < 0 || inRow >= uniforms.xShape[1] || inColumn < 0 || inColumn >= uniforms.xShape[2]) {
      return 0.0;
    }
    let pixel = (image * uniforms.xShape[1] + inRow) * uniforms.xShape[2] + inColumn;
    return x[pixel * channels + row - tap * channels];
  }

  fn readDy(position : i32, column : i32, last : i32) -> f32 {
    if (position >= last || column >= uniforms.outShape[2]) {
      return 0.0;
    }
    return dy[position * uniforms.outShape[2] + column];
  }

  fn main() {
    let firstRow = i32(workgroupId.y) * ${TILE};
    let firstColumn = i32(workgroupId.x) * ${TILE};
    let split = i32(workgroupId.z);
    let first = split * uniforms.perSplit;
    let last = min(first + uniforms.perSplit, uniforms.positions);
    let thread = i32(localIndex);
    let ownRow = i32(localId.y) * 4;
    let ownColumn = i32(localId.x) * 4;
    var sums : array<vec4<f32>, 4>;

    // Counted from zero, because only a bound that is the same for all threads allows barriers.
    for (var done = 0; done < uniforms.perSplit; done = done + ${DEPTH}) {
      let start = first + done;
      for (var i = thread; i < ${TILE * DEPTH}; i = i + ${THREADS}) {
        let depth = i / ${TILE};
        let at = i % ${TILE};
        left[depth][at] = readX(start + depth, firstRow + at, last);
        right[depth][at] = readDy(start + depth, firstColumn + at, last);
      }
      workgroupBarrier();
      for (var depth = 0; depth < ${DEPTH}; depth = depth + 1) {
        let columns = vec4<f32>(
          right[depth][ownColumn],
          right[depth][ownColumn + 1],
          right[depth][ownColumn + 2],
          right[depth][ownColumn + 3]);
        for (var row = 0; row < 4; row = row + 1) {
          sums[row] = sums[row] + left[depth][ownRow + row] * columns;
        }
      }
      workgroupBarrier();
    }

    for (var row = 0; row < 4; row = row + 1) {
      for (var column = 0; column < 4; column = column + 1) {
        let toRow = firstRow + ownRow + row;
        let toColumn = firstColumn + ownColumn + column;
        if (toRow < uniforms.outShape[1] && toColumn < uniforms.outShape[2]) {
          let to = (split * uniforms.outShape[1] + toRow) * uniforms.outShape[2] + toColumn;
          result[to] = sums[row][column];
        }
      }
    }
  }
`;
