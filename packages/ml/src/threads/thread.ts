import { type Transferable, Worker } from 'node:worker_threads';
import type { Answer, Given, Handlers, ThreadAnswer, ThreadQuestion } from './answer.ts';
import { fromPortable } from './portableError.ts';

/** The error for all questions once a thread has ended by itself, from why it did. */
export type LostThread = (cause: Error) => Error;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * A thread that answers questions by name, in the order in which they are asked. `H` is the type of
 * the handlers that its file gives to `answerQuestions`. It does not keep the process while nothing
 * is asked.
 */
export class Thread<H extends Handlers> {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private questions = 0;
  private ending: Error | undefined;

  /**
   * @param file that the thread runs
   * @param workerData what it starts with
   */
  constructor(file: URL, workerData: unknown, lost: LostThread) {
    this.worker = new Worker(file, { workerData });
    // A forgotten thread must not keep the process.
    this.worker.unref();
    this.worker.on('message', (answer: ThreadAnswer) => this.answer(answer));
    this.worker.on('error', (error) => this.end(lost(error)));
    this.worker.on('exit', (code) =>
      this.end(lost(new Error(`The thread ended with code ${code}.`))),
    );
  }

  /** Why every question fails from now on; nothing while the thread answers. */
  get failure(): Error | undefined {
    return this.ending;
  }

  /**
   * @param transfer memory of `given` that moves to the thread instead of being copied
   * @throws what answering threw (see `fromPortable`), or `failure`
   */
  ask<Name extends keyof H & string>(
    name: Name,
    given: Given<H, Name>,
    transfer: Transferable[] = [],
  ): Promise<Answer<H, Name>> {
    if (this.ending) return Promise.reject(this.ending);
    const id = this.questions++;
    const question: ThreadQuestion = { id, name, given };
    return new Promise((resolve, reject) => {
      this.worker.postMessage(question, transfer);
      // The handlers' types say what the answer to this name is.
      const settle = (value: unknown) => resolve(value as Answer<H, Name>);
      this.waiting.set(id, { resolve: settle, reject });
      // While an answer is awaited, the process must not end for want of other work.
      this.worker.ref();
    });
  }

  /** Ends it; questions under way fail with the reason, or as lost. */
  async close(reason?: Error): Promise<void> {
    if (reason) this.end(reason);
    await this.worker.terminate();
  }

  private answer(answer: ThreadAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('value' in answer) waiting?.resolve(answer.value);
    else waiting?.reject(fromPortable(answer.error));
  }

  private end(error: Error): void {
    this.ending ??= error;
    for (const { reject } of this.waiting.values()) reject(this.ending);
    this.waiting.clear();
  }
}
