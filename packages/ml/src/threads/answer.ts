import { parentPort, type Transferable } from 'node:worker_threads';
import { type PortableError, toPortable } from './portableError.ts';

/** What a thread can be asked: a function for each name, from what is given to the answer. */
export type Handlers = Readonly<Record<string, (given: never) => unknown>>;

export type Given<H extends Handlers, Name extends keyof H> = Parameters<H[Name]>[0];
export type Answer<H extends Handlers, Name extends keyof H> = Awaited<ReturnType<H[Name]>>;

/** What goes to the thread. */
export interface ThreadQuestion {
  id: number;
  name: string;
  given: unknown;
}

/** What comes back. */
export type ThreadAnswer = { id: number; value: unknown } | { id: number; error: PortableError };

/** What of an answer moves to the asker instead of being copied, for each name that moves any. */
export type Moved<H extends Handlers> = {
  readonly [Name in keyof H]?: (answer: Answer<H, Name>) => readonly ArrayBufferLike[];
};

/**
 * The thread's side of `Thread`: its file calls this once. Questions are taken up as they come;
 * those of a handler that waits may overlap.
 */
export function answerQuestions<H extends Handlers>(handlers: H, moved: Moved<H> = {}): void {
  const reply = (answer: ThreadAnswer, transfer: Transferable[] = []) =>
    parentPort?.postMessage(answer, transfer);
  parentPort?.on('message', async ({ id, name, given }: ThreadQuestion) => {
    try {
      const handler = handlers[name];
      if (!handler) throw new Error(`This thread has no answer to "${name}".`);
      // The asker's types say that what is given is what this handler takes.
      const value = await handler(given as never);
      reply({ id, value }, transferable(moved[name]?.(value as Answer<H, string>)));
    } catch (error) {
      reply({ id, error: toPortable(error) });
    }
  });
}

/** Shared memory is where both threads see it, so it does not move. */
function transferable(buffers: readonly ArrayBufferLike[] = []): ArrayBuffer[] {
  return buffers.filter((buffer) => buffer instanceof ArrayBuffer);
}
