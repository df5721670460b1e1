/**
 * Moves the `count` smallest numbers to the front, in order, and returns a view of them (all of
 * them, sorted, when there are no more). Quickselect (Hoare 1961), then a sort of the head only:
 * linear in the length where a whole sort is not. No NaN.
 */
export function selectSmallest(values: Float64Array, count: number): Float64Array {
  let low = 0;
  let high = values.length - 1;
  while (count < values.length && low < high) {
    const boundary = partition(values, low, high);
    if (count - 1 <= boundary) high = boundary;
    else low = boundary + 1;
  }
  return values.subarray(0, count).sort();
}

/** Hoare's partition: everything up to the returned place is at most everything after it. */
function partition(values: Float64Array, low: number, high: number): number {
  const pivot = values[(low + high) >>> 1] as number;
  let left = low - 1;
  let right = high + 1;
  for (;;) {
    do left++;
    while ((values[left] as number) < pivot);
    do right--;
    while ((values[right] as number) > pivot);
    if (left >= right) return right;
    const moved = values[left] as number;
    values[left] = values[right] as number;
    values[right] = moved;
  }
}
