import { describe, expect, it } from 'vitest';
import type { FromChild } from '../../../apps/api/src/training/protocol.ts';
import { Silence } from '../../../apps/api/src/training/silence.ts';

const at = (seconds: number) => new Date(seconds * 1000);

function step(seconds: number): FromChild {
  return {
    type: 'event',
    event: {
      ...{ type: 'step', step: 1, epoch: 1, loss: 1, activeShare: 1, spread: 1, gradientNorm: 1 },
      ...{ learningRate: 1, imagesPerSecond: 1, seconds, inputShare: 0 },
    },
  };
}

describe('silence of a training process', () => {
  it('is told after five minutes, and no more once something is heard', () => {
    const silence = new Silence(at(0));
    expect(silence.warning(at(299))).toBeUndefined();
    expect(silence.warning(at(300))).toMatch('for 5 minutes. ');
    silence.heard({ type: 'phase', phase: 'decoding images' }, at(301));
    expect(silence.warning(at(302))).toBeUndefined();
  });

  it('is measured by what a step takes where steps are slow', () => {
    const silence = new Silence(at(0));
    silence.heard(step(60), at(10));
    expect(silence.warning(at(10 + 19 * 60))).toBeUndefined();
    expect(silence.warning(at(10 + 20 * 60))).toMatch('for 20 minutes; a step took 60.0 s');
  });
});
