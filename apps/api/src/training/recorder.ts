import { relative } from 'node:path';
import type { Metrics, TrainingEvent } from '@semblance/ml';
import type { Claim } from '../jobs/jobRow.ts';
import type { TrainingStore } from './store.ts';
import type { NewMetric } from './storeMetrics.ts';

/** Points of a curve that are kept, whatever the number of steps. */
const MAX_POINTS = 2_000;
const FLUSH_MS = 1_000;

interface Position {
  step: number;
  epoch: number;
  /** Null takes an earlier warning back. */
  warning?: string | null;
}

type StepEvent = Extract<TrainingEvent, { type: 'step' }>;

/** What a step measures and a curve shows, averaged over the window. */
const AVERAGED = [
  'loss',
  'activeShare',
  'spread',
  'gradientNorm',
  'imagesPerSecond',
  'inputShare',
] as const;

/**
 * Turns what training tells into rows. Steps are averaged over a window, so that a long run keeps
 * at most MAX_POINTS points a curve, and written about once a second. Nothing is written of a run
 * that another process has by now: every write begins with one that the claim must allow.
 */
export class Recorder {
  readonly #store: TrainingStore;
  readonly #claim: Claim;
  readonly #dataDir: string;
  #window = 1;
  #steps: StepEvent[] = [];
  #pending: NewMetric[] = [];
  #position: Position = { step: 0, epoch: 0 };
  #epochs = 1;
  #flushedAt = 0;

  constructor(store: TrainingStore, claim: Claim, dataDir: string) {
    this.#store = store;
    this.#claim = claim;
    this.#dataDir = dataDir;
  }

  async record(event: TrainingEvent): Promise<void> {
    switch (event.type) {
      case 'started':
        return this.#started(event);
      case 'step':
        return this.#step(event);
      case 'evaluated':
        this.#add(event.split, event, event.metrics);
        return this.#settle();
      case 'checkpointed':
        return this.#checkpointed(event);
      case 'finished':
        return this.#settle();
      default:
        throw new Error(`Unknown training event ${JSON.stringify(event satisfies never)}`);
    }
  }

  /** Ends the open window and writes all. */
  async #settle(): Promise<void> {
    this.#closeWindow();
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const metrics = this.#pending;
    this.#pending = [];
    this.#flushedAt = Date.now();
    await this.#store.update(this.#claim, this.#position);
    await this.#store.insertMetrics(this.#claim.id, metrics);
  }

  async #started(event: Extract<TrainingEvent, { type: 'started' }>): Promise<void> {
    const from = event.resumedFromStep ?? 0;
    this.#window = Math.max(1, Math.ceil(event.steps / MAX_POINTS));
    this.#epochs = event.epochs;
    this.#position = this.#at(from, Math.floor((from * event.epochs) / event.steps) + 1);
    await this.#store.update(this.#claim, {
      ...this.#position,
      backend: event.backend.name,
      totalSteps: event.steps,
      totalEpochs: event.epochs,
    });
    // -1: a run that starts over keeps nothing, not even what stands at step 0.
    await this.#store.deleteMetricsAfter(this.#claim.id, from === 0 ? -1 : from);
  }

  async #step(event: StepEvent): Promise<void> {
    this.#position = { ...this.#at(event.step, event.epoch), warning: event.warning ?? null };
    this.#steps.push(event);
    if (event.step % this.#window === 0) this.#closeWindow();
    if (Date.now() - this.#flushedAt >= FLUSH_MS) await this.#flush();
  }

  #at(step: number, epoch: number) {
    return { step, epoch: Math.min(epoch, this.#epochs) };
  }

  #closeWindow(): void {
    const last = this.#steps.at(-1);
    if (!last) return;
    const mean = (name: (typeof AVERAGED)[number]) =>
      this.#steps.reduce((sum, step) => sum + step[name], 0) / this.#steps.length;
    this.#add('TRAIN', last, {
      ...Object.fromEntries(AVERAGED.map((name) => [name, mean(name)])),
      learningRate: last.learningRate,
    });
    this.#steps = [];
  }

  async #checkpointed(event: Extract<TrainingEvent, { type: 'checkpointed' }>): Promise<void> {
    await this.#settle();
    const { kind, step } = event;
    const path = relative(this.#dataDir, event.path);
    await this.#store.saveCheckpoint(this.#claim.id, { kind, step, path });
  }

  #add(split: NewMetric['split'], at: { step: number; epoch: number }, values: Metrics): void {
    for (const [measure, value] of Object.entries(values)) {
      if (!Number.isFinite(value)) continue;
      this.#pending.push({ split, step: at.step, epoch: at.epoch, measure, value });
    }
  }
}
