import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatches } from '../../apps/web/lib/batches.ts';

describe('batches of what comes fast', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('show the first value at once and of many the last, a few a second', () => {
    const shown: number[] = [];
    const batches = createBatches((value: number) => shown.push(value), 400);
    for (let value = 0; value < 95; value++) {
      batches.give(value);
      vi.advanceTimersByTime(20);
    }
    // 95 values in 1.9 s, one every 20 ms: the first, then the latest one every 400 ms.
    expect(shown).toEqual([0, 19, 39, 59, 79]);
    vi.advanceTimersByTime(400);
    expect(shown.at(-1)).toBe(94);
  });

  it('show at once what comes after a pause', () => {
    const shown: string[] = [];
    const batches = createBatches((value: string) => shown.push(value), 400);
    batches.give('a');
    vi.advanceTimersByTime(400);
    batches.give('b');
    expect(shown).toEqual(['a', 'b']);
  });

  it('show nothing more once they are stopped', () => {
    const shown: string[] = [];
    const batches = createBatches((value: string) => shown.push(value), 400);
    batches.give('a');
    batches.give('b');
    batches.stop();
    vi.advanceTimersByTime(1000);
    expect(shown).toEqual(['a']);
  });
});
