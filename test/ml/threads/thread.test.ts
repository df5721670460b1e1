import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMlError } from '../../../packages/ml/src/errors.ts';
import { Thread } from '../../../packages/ml/src/threads/thread.ts';
import type { EchoHandlers } from './echoThread.ts';

const FILE = new URL('./echoThread.ts', import.meta.url);
const lost = (cause: Error) => new Error(`lost: ${cause.message}`, { cause });

describe('a thread', () => {
  let thread: Thread<EchoHandlers>;
  beforeEach(() => {
    thread = new Thread<EchoHandlers>(FILE, 'hello', lost);
  });
  afterEach(() => thread.close());

  it('answers by name, each question with its own answer', async () => {
    const waits = thread.ask('wait', undefined);
    expect(await thread.ask('greet', 'Ada')).toBe('hello Ada');
    expect(await thread.ask('double', Float32Array.of(1, 2))).toEqual(Float32Array.of(2, 4));
    await thread.ask('release', undefined);
    expect(await waits).toBeUndefined();
    expect(thread.failure).toBeUndefined();
  });

  it('moves memory to the thread and back instead of copying it', async () => {
    const values = Float32Array.of(1, 2);
    expect(await thread.ask('double', values, [values.buffer])).toEqual(Float32Array.of(2, 4));
    expect(values).toHaveLength(0);
    expect(await thread.ask('give', undefined)).toEqual(Float32Array.of(1, 2, 3));
    expect(await thread.ask('keptLength', undefined)).toBe(0);
  });

  it('hands over errors with code, details and stack, and works on', async () => {
    const refused = await thread.ask('refuse', undefined).catch((error: unknown) => error);
    expect(isMlError(refused, 'DIMENSION_MISMATCH')).toBe(true);
    expect(refused).toMatchObject({
      message: 'It does not fit.',
      details: { expected: 3, actual: 4 },
      stack: expect.stringContaining('echoThread.ts'),
    });
    const full = thread.ask('fillDisk', undefined);
    await expect(full).rejects.toMatchObject({ code: 'ENOSPC', message: 'no space left' });
    await expect(thread.ask('throwText', undefined)).rejects.toThrow('just words');
    expect(await thread.ask('greet', 'again')).toBe('hello again');
  });

  it.each([
    ['exit', 'lost: The thread ended with code 3.'],
    ['crash', 'lost: a defect'],
  ] as const)('tells of its end by %s to all that wait and all that ask', async (way, message) => {
    const waits = thread.ask('wait', undefined);
    const ending = thread.ask(way, undefined);
    await expect(ending).rejects.toThrow(message);
    await expect(waits).rejects.toThrow(message);
    expect(thread.failure?.message).toBe(message);
    await expect(thread.ask('greet', 'Ada')).rejects.toThrow(message);
  });

  it('fails what is under way with the reason that it is closed for', async () => {
    const waits = thread.ask('wait', undefined);
    const closed = thread.close(new Error('no longer needed'));
    await expect(waits).rejects.toThrow('no longer needed');
    await closed;
    await expect(thread.ask('greet', 'Ada')).rejects.toThrow('no longer needed');
  });

  it('refuses what cannot be sent, and works on', async () => {
    const unsendable = (() => 1) as never;
    await expect(thread.ask('greet', unsendable)).rejects.toThrow(/could not be cloned/);
    expect(await thread.ask('greet', 'Ada')).toBe('hello Ada');
  });
});
