import { Presets, SingleBar } from 'cli-progress';
import { count, note } from './output.ts';

/** Without a terminal, how often the count is written down, in milliseconds. */
const LINE_EVERY = 60_000;

/** A bar on a terminal; elsewhere a line for each new phase and each minute, so that logs stay short. */
export class Progress {
  readonly #isTerminal: boolean;
  #bar: SingleBar | undefined;
  #label = '';
  #total = 0;
  #stopped = false;
  #lastLine = 0;

  constructor(isTerminal = process.stderr.isTTY === true) {
    this.#isTerminal = isTerminal;
  }

  /** @param extra what to say beside the count, for example the loss */
  update(label: string, done: number, total: number, extra = ''): void {
    if (this.#stopped) return;
    if (label !== this.#label) this.#begin(label);
    if (this.#isTerminal) this.#draw(label, done, total, extra);
    else if (Date.now() - this.#lastLine >= LINE_EVERY) {
      this.#line(`${label} ${count(done)}/${count(total)}  ${extra}`);
    }
  }

  #draw(label: string, done: number, total: number, extra: string): void {
    if (!this.#bar) {
      this.#bar = newBar();
      this.#bar.start(total, done, { label: label.padEnd(LABEL), extra });
      this.#total = total;
    }
    if (total !== this.#total) {
      this.#bar.setTotal(total);
      this.#total = total;
    }
    this.#bar.update(done, { label: label.padEnd(LABEL), extra });
  }

  /** A phase without a count. */
  phase(label: string): void {
    if (this.#stopped || label === this.#label) return;
    this.#begin(label);
    if (this.#isTerminal) note(`  ${label}`);
  }

  /** Leaves the terminal to others; nothing is shown after it. */
  stop(): void {
    this.#stopped = true;
    this.#endBar();
  }

  #endBar(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #begin(label: string): void {
    this.#endBar();
    this.#label = label;
    if (!this.#isTerminal) this.#line(label);
  }

  #line(text: string): void {
    this.#lastLine = Date.now();
    note(`  ${text.trimEnd()}`);
  }
}

const LABEL = 22;

function newBar(): SingleBar {
  return new SingleBar(
    {
      stream: process.stderr,
      format: '  {label} {bar} {percentage} %  {value}/{total}  {extra}',
      formatValue: (value, _options, type) =>
        type === 'value' || type === 'total' ? count(value) : String(value),
      barsize: 30,
      hideCursor: true,
      fps: 8,
      // Ctrl-C belongs to the command, which stops its work cleanly.
      gracefulExit: false,
      stopOnComplete: false,
    },
    Presets.shades_classic,
  );
}
