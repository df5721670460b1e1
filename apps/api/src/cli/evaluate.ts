import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { Split } from '../../../../prisma/client/client.ts';
import { badInput } from '../errors.ts';
import type { StoredReport } from '../evaluation/storedReport.ts';
import { requireTripletSet } from './find.ts';
import { count, note, percent, say, sayJson, sayTable } from './output.ts';
import { type CommandContext, runCommand, usageSince } from './runCommand.ts';

interface EvaluateOptions {
  model: string;
  triplets?: string;
  split: string;
  report?: string;
  json?: boolean;
}

const SPLITS: ReadonlySet<string> = new Set<Split>(['TRAIN', 'VAL', 'TEST']);
/** Categories that are shown; the report has all. */
const SHOWN = 12;

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('judge a model version on products that it never saw')
    .option('--model <version>', 'number, id or alias', 'production')
    .option('--triplets <name>', 'triplet set: name, name@version or id (default: the newest)')
    .option('--split <name>', 'train, val or test', 'test')
    .option('--report <file>', 'write the whole report as JSON')
    .option('--json', 'print the whole report as JSON')
    .action((options: EvaluateOptions) => runCommand((context) => evaluate(context, options)));
}

async function evaluate(context: CommandContext, options: EvaluateOptions): Promise<void> {
  const { services, signal, progress } = context;
  const startedAt = performance.now();
  const split = options.split.toUpperCase();
  if (!SPLITS.has(split)) throw badInput('split', '--split must be train, val or test.');
  const set = await requireTripletSet(services, options.triplets);
  const { id } = await services.evaluation.start({
    model: options.model,
    tripletSetId: set.id,
    split: split as Split,
  });
  await services.evaluation.run(id, {
    signal,
    onPhase: (phase, done, total) => {
      if (done !== undefined && total !== undefined) progress.update(phase, done, total);
      else progress.phase(phase);
    },
  });
  progress.stop();
  const report = await services.evaluation.report(id);
  if (!report) return note(`Evaluation ${id} is being made by another process.`);
  if (options.report !== undefined) await writeFile(options.report, JSON.stringify(report));
  if (options.json) return sayJson(report);
  sayTriplets(report);
  sayRetrieval(report);
  note(usageSince(startedAt));
}

function sayTriplets({ triplets, baselines }: StoredReport): void {
  if (!triplets) return;
  say(`triplet accuracy ${percent(triplets.accuracy)} of ${count(triplets.count)} triplets`);
  const kinds = [
    ...Object.entries(triplets.perQueryKind),
    ...Object.entries(triplets.perNegativeKind),
  ];
  for (const [kind, scores] of kinds) {
    say(`  ${kind.toLowerCase().replaceAll('_', '-')}: ${percent(scores.accuracy)}`);
  }
  for (const [name, { tripletAccuracy }] of Object.entries(baselines)) {
    if (tripletAccuracy !== undefined) say(`  (${name}: ${percent(tripletAccuracy)})`);
  }
  const { areaUnderCurve, equalErrorRate, equalErrorThreshold } = triplets.roc;
  say(
    `ROC of distances: area ${areaUnderCurve.toFixed(3)}, equal error ${percent(equalErrorRate)} at ${equalErrorThreshold.toFixed(3)}`,
  );
}

function sayRetrieval({ retrieval }: StoredReport): void {
  for (const [name, whole] of Object.entries(retrieval)) {
    const rows = [
      ...Object.entries({ all: whole, ...whole.perKind }),
      ...Object.entries(whole.perLabel)
        .sort(([, a], [, b]) => b.queries - a.queries)
        .slice(0, SHOWN),
    ];
    say(
      `same ${name}: ${count(whole.queries)} queries, ${count(whole.loneQueries)} without a match`,
    );
    sayTable(rows, [
      { title: '', value: ([label]) => label },
      { title: 'queries', value: ([, scores]) => count(scores.queries), right: true },
      { title: 'precision@10', value: ([, s]) => percent(s.precisionAt[10] ?? 0), right: true },
      { title: 'recall@1', value: ([, s]) => percent(s.recallAt[1] ?? 0), right: true },
      { title: 'recall@10', value: ([, s]) => percent(s.recallAt[10] ?? 0), right: true },
      { title: 'mAP@R', value: ([, s]) => percent(s.mapAtR), right: true },
      { title: 'R-precision', value: ([, s]) => percent(s.rPrecision), right: true },
      { title: 'MRR', value: ([, s]) => s.mrr.toFixed(3), right: true },
    ]);
  }
}
