import type { FromChild } from './protocol.ts';
import type { TrainingStore } from './store.ts';

const TELL_EVERY_MS = 200;
const WRITE_EVERY_MS = 2_000;

/**
 * What a run is doing now: told to the waiting process often and written to the row now and then.
 * Setting it never waits; a write that failed is thrown by `settled`.
 */
export class Phase {
  readonly #store: TrainingStore;
  readonly #runId: string;
  readonly #tell: (message: FromChild) => void;
  #current = '';
  #toldAt = 0;
  #writtenAt = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(store: TrainingStore, runId: string, tell: (message: FromChild) => void) {
    this.#store = store;
    this.#runId = runId;
    this.#tell = tell;
  }

  set(phase: string, done?: number, total?: number): void {
    const now = Date.now();
    const isNew = phase !== this.#current;
    this.#current = phase;
    const counted = done !== undefined && total !== undefined;
    if (isNew || done === total || now - this.#toldAt >= TELL_EVERY_MS) {
      this.#toldAt = now;
      this.#tell({ type: 'phase', phase, ...(counted && { done, total }) });
    }
    if (isNew || now - this.#writtenAt >= WRITE_EVERY_MS) {
      this.#writtenAt = now;
      const text = counted ? `${phase}, ${done} of ${total}` : phase;
      this.#writing = this.#writing.then(() => this.#store.update(this.#runId, { phase: text }));
      // Reported by settled(); until then it must not count as unhandled.
      this.#writing.catch(() => undefined);
    }
  }

  settled(): Promise<void> {
    return this.#writing;
  }
}
