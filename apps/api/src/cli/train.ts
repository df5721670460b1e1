import {
  type Baseline,
  describeMetric,
  type Figure,
  formatMeasure,
  listModels,
} from '@semblance/ml';
import { Command } from 'commander';
import { AppError } from '../errors.ts';
import type { RunEvent } from '../training/protocol.ts';
import type { TrainingRun } from '../training/trainingRun.ts';
import { requireRun, requireTripletSet } from './find.ts';
import { collectPair, decimal, wholeNumber } from './options.ts';
import { note, percent, say, sayJson, sayTable } from './output.ts';
import type { Progress } from './progress.ts';
import { type CommandContext, runCommand, usageSince } from './runCommand.ts';
import { settingsHelp, showConfigurations } from './trainingHelp.ts';

interface TrainOptions {
  triplets?: string;
  config?: string;
  listConfigs?: boolean;
  name?: string;
  model?: string;
  loss?: string;
  epochs?: number;
  batch?: number;
  learningRate?: number;
  seed?: number;
  backboneWeights?: string;
  set?: Record<string, string>;
  resume?: string;
  json?: boolean;
}

export function trainCommand(): Command {
  return new Command('train')
    .description('train a model on a triplet set and register it as a model version')
    .option('--triplets <name>', 'triplet set: name, name@version or id (default: the newest)')
    .option('--name <name>', 'name of the run and of its model version')
    .option('--config <name>', 'a published configuration to start from; see --list-configs')
    .option('--list-configs', 'list the published configurations and end')
    .option('--model <name>', 'architecture')
    .option('--loss <name>', 'loss function')
    .option('--epochs <n>', 'times through the triplets', wholeNumber)
    .option('--batch <n>', 'triplets in a step', wholeNumber)
    .option('--learning-rate <rate>', 'at its highest', decimal)
    .option('--seed <n>', 'the same seed, data and settings give the same model', wholeNumber)
    .option(
      '--backbone-weights <file>',
      "ImageNet weights of the model's backbone, as Keras has them",
    )
    .option('--set <setting=value>', 'any other setting (list below); repeatable', collectPair)
    .option('--resume <run>', 'continue a cancelled or failed run: its name or id')
    .option('--json', 'print the run and its metrics as JSON')
    .addHelpText('after', () => `\nSettings:\n${settingsHelp()}`)
    .action((options: TrainOptions) =>
      options.listConfigs
        ? showConfigurations(options.json)
        : runCommand((context) => train(context, options)),
    );
}

async function train(context: CommandContext, options: TrainOptions): Promise<void> {
  const { services, signal, progress } = context;
  const startedAt = performance.now();
  const run = await runOf(context, options);
  note(`training run ${run.name}`);
  warnOfHours(run);
  const watcher = watch(progress);
  const ended = await services.training
    .run(run.id, { signal, onAbort: 'cancel', onEvent: watcher.onEvent })
    .catch((error: unknown) => {
      progress.stop();
      note(`continue with: semblance train --resume ${run.id}`);
      throw error;
    });
  progress.stop();
  await report(context, ended, options.json);
  note(usageSince(startedAt, watcher.peakBytes()));
}

/** Before it starts: who has no GPU had better know. */
function warnOfHours({ config }: TrainingRun): void {
  const { model } = config;
  if (listModels().find(({ name }) => name === model)?.cpuFriendly ?? true) return;
  note(
    `  ${model} is made for a GPU: without one a run takes hours to ` +
      'weeks; --epochs and --set maxStepsPerEpoch=<n> shorten it',
  );
}

async function runOf({ services }: CommandContext, options: TrainOptions): Promise<TrainingRun> {
  if (options.resume !== undefined) {
    const { id } = await requireRun(services, options.resume);
    return services.training.resume(id);
  }
  const set = await requireTripletSet(services, options.triplets);
  const { model, loss, epochs, batch: batchSize, learningRate, seed } = options;
  const given = { model, loss, epochs, batchSize, learningRate, seed };
  const named = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const config = { ...named, ...parseValues(options.set ?? {}) };
  return services.training.start({
    tripletSetId: set.id,
    name: options.name,
    configuration: options.config,
    backboneWeights: options.backboneWeights,
    config,
  });
}

/** `0.1` is a number and `true` a boolean, as in JSON; anything else is text. */
function parseValues(values: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, text]) => {
      const isJson = /^(-?\d+(\.\d+)?(e-?\d+)?|true|false|null)$/i.test(text);
      return [name, isJson ? JSON.parse(text) : text];
    }),
  );
}

/** Shows what the run tells as it goes. */
function watch(progress: Progress) {
  let steps = 1;
  let epochs = 1;
  let accuracy = '';
  let peak = 0;
  const onEvent = (message: RunEvent) => {
    if (message.type === 'usage') peak = message.peakBytes;
    if (message.type === 'phase') {
      const { phase, done, total } = message;
      if (done !== undefined && total !== undefined) progress.update(phase, done, total);
      else progress.phase(phase);
    }
    if (message.type !== 'event') return;
    const { event } = message;
    if (event.type === 'started') {
      steps = event.steps;
      epochs = event.epochs;
      const from = event.resumedFromStep ? `, from step ${event.resumedFromStep}` : '';
      const threads = event.threads > 1 ? ` in ${event.threads} threads` : '';
      const weights = event.parameters.total.toLocaleString('en-US');
      note(`  ${event.backend.name}${threads}, ${weights} weights${from}`);
    }
    if (event.type === 'evaluated') {
      accuracy = `  val accuracy ${percent(event.metrics.tripletAccuracy ?? 0)}`;
    }
    if (event.type === 'step') {
      const rate = `${Math.round(event.imagesPerSecond)} images/s`;
      const extra = `epoch ${event.epoch}/${epochs}  loss ${event.loss.toFixed(4)}  ${rate}${accuracy}`;
      progress.update('training', event.step, steps, extra);
    }
  };
  return { onEvent, peakBytes: () => peak };
}

async function report({ services }: CommandContext, run: TrainingRun, json = false): Promise<void> {
  const metrics = (await services.training.lastMetrics([run.id])).get(run.id) ?? [];
  const model = (await services.embeddings.models.byTrainingRuns([run.id])).get(run.id);
  if (!model) throw new AppError('INTERNAL', `Run ${run.name} ended without a model version.`);
  if (json) return sayJson({ run, metrics, modelVersion: model });
  say(
    `${run.name}: model version ${model.number} (${model.architecture}, ${model.dimension} numbers an image)`,
  );
  sayTest(metrics);
  say(`next: semblance embed --model ${model.number} --promote`);
}

/** What the model does on products that it never saw, beside what it was judged with. */
function sayTest(figures: readonly Figure[]): void {
  const test = figures.filter(({ metric }) => metric.split === 'TEST');
  const own = test.filter(({ metric }) => metric.baseline === 'none');
  if (own.length === 0) return;
  const shown =
    (baseline: Baseline) =>
    (measure: string): string => {
      const found = test.find(
        ({ metric }) => metric.baseline === baseline && formatMeasure(metric) === measure,
      );
      if (!found) return '-';
      const isShare = describeMetric(found.metric.name).unit === 'SHARE';
      return isShare ? percent(found.value) : found.value.toFixed(3);
    };
  const isPretrained = test.some(({ metric }) => metric.baseline === 'pretrained');
  const before = isPretrained ? 'pretrained' : 'untrained';
  say('on products that it never saw:');
  sayTable(own.map(({ metric }) => formatMeasure(metric)).sort(), [
    { title: '', value: (measure) => measure },
    { title: 'trained', value: shown('none'), right: true },
    { title: before, value: shown(before), right: true },
    { title: 'colour histogram', value: shown('histogram'), right: true },
  ]);
}
