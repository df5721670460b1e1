import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { BACKEND_NAMES, openBackend } from '../../../packages/ml/src/backend/index.ts';

describe('openBackend', () => {
  it('opens the first that works, saying why each better one does not', async () => {
    const report = await openBackend();
    const tried = report.attempts.map(({ name }) => name);
    expect(tried).toEqual(BACKEND_NAMES.slice(0, tried.length));
    expect(report.attempts.at(-1)).toEqual({ name: report.name, ok: true });
    for (const { ok, reason } of report.attempts.slice(0, -1)) {
      expect(ok).toBe(false);
      expect(reason).toMatch(/\w/);
    }
    expect(report.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('gives the same report again, and changes it only when asked for another', async () => {
    const first = await openBackend({ prefer: 'wasm' });
    expect(await openBackend()).toBe(first);
    expect(await openBackend({ prefer: 'wasm' })).toBe(first);
    expect(tf.getBackend()).toBe('wasm');
    const plain = await openBackend({ prefer: 'cpu' });
    expect(plain.name).toBe('cpu');
    expect(tf.getBackend()).toBe('cpu');
    expect(plain.advice.join()).toMatch(/plain javascript/i);
    expect((await openBackend({ prefer: 'wasm' })).name).toBe('wasm');
    expect(tf.getBackend()).toBe('wasm');
  });

  it('falls back when what was asked for is not installed', async () => {
    const nowhere = '/nonexistent';
    const report = await openBackend({ prefer: 'tensorflow-gpu', nativeDirectory: nowhere });
    expect(report.attempts[0]).toMatchObject({ name: 'tensorflow-gpu', ok: false });
    expect(report.attempts.at(-1)?.ok).toBe(true);
  });

  it('opens once when asked twice at the same time', async () => {
    const [a, b] = await Promise.all([
      openBackend({ prefer: 'cpu' }),
      openBackend({ prefer: 'cpu' }),
    ]);
    expect(a).toBe(b);
    await openBackend({ prefer: 'wasm' });
  });
});
