import { type Transferable, Worker } from 'node:worker_threads';
import { MlError } from '../errors.ts';
import type { ThreadAnswer, ThreadQuestion } from './answer.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * A thread that answers questions in the order in which they are asked; its file calls
 * `answerQuestions`. It does not keep the process while nothing is asked.
 */
export class Thread<Question, Answer> {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private questions = 0;
  private failure: unknown;

  /**
   * @param file that the thread runs
   * @param workerData what it starts with
   * @param lost the error for all questions once the thread has ended by itself
   */
  constructor(file: URL, workerData: unknown, lost: (cause: unknown) => Error) {
    this.worker = new Worker(file, { workerData });
    // A forgotten thread must not keep the process.
    this.worker.unref();
    this.worker.on('message', (answer: ThreadAnswer<Answer>) => this.answer(answer));
    this.worker.on('error', (error) => this.fail(lost(error)));
    this.worker.on('exit', (code) =>
      this.fail(lost(new Error(`The thread ended with code ${code}.`))),
    );
  }

  /** @throws what answering threw, MlError as such, or `lost` */
  ask(question: Question, transfer: Transferable[] = []): Promise<Answer> {
    if (this.failure) return Promise.reject(this.failure);
    const id = this.questions++;
    const asked: ThreadQuestion<Question> = { id, question };
    // While an answer is awaited, the process must not end for want of other work.
    this.worker.ref();
    return new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage(asked, transfer);
    }) as Promise<Answer>;
  }

  /** Ends it; questions under way fail. */
  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private answer(answer: ThreadAnswer<Answer>): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('value' in answer) {
      waiting?.resolve(answer.value);
      return;
    }
    const { code, message, details } = answer.error;
    waiting?.reject(code ? new MlError(code, message, details) : new Error(message));
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.values()) reject(this.failure);
    this.waiting.clear();
  }
}
