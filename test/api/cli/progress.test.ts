import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Progress } from '../../../apps/api/src/cli/progress.ts';

describe('progress without a terminal', () => {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    vi.useFakeTimers();
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is a line for each phase and one a minute, however often it is told', () => {
    const progress = new Progress(false);
    progress.phase('reading');
    for (let step = 1; step <= 1300; step++) {
      progress.update('training', step, 1300, 'loss 0.5');
      vi.advanceTimersByTime(100);
    }
    progress.stop();
    expect(written).toEqual([
      '  reading\n',
      '  training\n',
      '  training 601/1,300  loss 0.5\n',
      '  training 1,201/1,300  loss 0.5\n',
    ]);
  });
});
