/**
 * Hands on the latest of many values, at most one in a while: the first at once, the last never
 * lost.
 *
 * @param take is given a value
 * @param everyMs how long to wait from one value to the next
 */
export function createBatches<Value>(take: (value: Value) => void, everyMs: number) {
  let waiting: { value: Value } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function handOn(value: Value): void {
    waiting = null;
    timer = setTimeout(() => {
      timer = undefined;
      if (waiting) handOn(waiting.value);
    }, everyMs);
    take(value);
  }

  return {
    give(value: Value): void {
      if (timer === undefined) handOn(value);
      else waiting = { value };
    },
    /** What waits is dropped. */
    stop(): void {
      clearTimeout(timer);
      timer = undefined;
      waiting = null;
    },
  };
}
