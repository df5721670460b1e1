import type { FromChild } from './protocol.ts';

/** No step may be called late before so long, for an evaluation takes its time too. */
const MIN_SILENCE_MS = 5 * 60_000;
/** Nor before so many times what a step took. */
const STEPS_OF_SILENCE = 20;

/** Notices a training process that lives but does not get on. */
export class Silence {
  #heardAt: number;
  #stepSeconds = 0;

  constructor(now: Date) {
    this.#heardAt = now.getTime();
  }

  heard(message: FromChild, now: Date): void {
    this.#heardAt = now.getTime();
    if (message.type === 'event' && message.event.type === 'step') {
      this.#stepSeconds = message.event.seconds;
    }
  }

  /** A sentence for a person once it has been quiet for too long. */
  warning(now: Date): string | undefined {
    const silent = now.getTime() - this.#heardAt;
    if (silent < Math.max(MIN_SILENCE_MS, STEPS_OF_SILENCE * this.#stepSeconds * 1000)) {
      return undefined;
    }
    const minutes = Math.floor(silent / 60_000);
    const usual = this.#stepSeconds > 0 ? `; a step took ${this.#stepSeconds.toFixed(1)} s` : '';
    return (
      `Nothing has been heard of the training process for ${minutes} minutes${usual}. ` +
      'If no large evaluation is under way, cancel the run and resume it.'
    );
  }
}
