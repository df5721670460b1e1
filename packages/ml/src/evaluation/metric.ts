import { MlError } from '../errors.ts';
import type { Split } from '../triplets/triplet.ts';
import { SPLITS } from '../triplets/triplet.ts';

/** What was judged in place of the model: the network as it started (`pretrained` where its weights
 * had been trained before), or how alike two pictures are in colour alone. */
export const BASELINES = ['none', 'untrained', 'pretrained', 'histogram'] as const;
export type Baseline = (typeof BASELINES)[number];

export const CHECKPOINT_KINDS = ['BEST', 'LATEST'] as const;
export type CheckpointKind = (typeof CHECKPOINT_KINDS)[number];

/** What is measured, whatever it is measured on. */
export interface Measure {
  /** See METRIC_NAMES. */
  readonly name: string;
  /** How many results are looked at; null where that says nothing. */
  readonly k: number | null;
  /** The label set: names of what two products must share to match; empty where nothing is matched. */
  readonly labels: readonly string[];
}

/**
 * The identity of a figure, from here to the page. Two figures may stand side by side only when
 * all of it but what is compared (the model version, or the baseline) is the same.
 */
export interface Metric extends Measure {
  readonly split: Split;
  /** Which of a run's checkpoints it is of; null where it is of none of them. */
  readonly checkpoint: CheckpointKind | null;
  /** Id of the triplet set whose products or triplets were judged; null where it is not known. */
  readonly tripletSet: string | null;
  readonly baseline: Baseline;
}

/** A number and what it is. */
export interface Figure {
  readonly metric: Metric;
  readonly value: number;
}

/** Figures of one model on one split, each under its measure as formatMeasure spells it. */
export type Metrics = Readonly<Record<string, number>>;

/** Names of a label set in one word: `category+colour`. */
export function formatLabels(labels: readonly string[]): string {
  return labels.map(escaped).join('+');
}

/** What formatLabels spelled. */
export function parseLabels(text: string): string[] {
  return text.split('+').map(unescaped);
}

/** The one spelling of a measure: `precision@10.category+colour`, `tripletAccuracy`. */
export function formatMeasure({ name, k, labels }: Measure): string {
  const cutOff = k === null ? '' : `@${k}`;
  return `${name}${cutOff}${labels.length === 0 ? '' : `.${formatLabels(labels)}`}`;
}

const MEASURE = /^([a-z][a-zA-Z]*)(?:@([1-9]\d*))?(?:\.(.*))?$/s;

/** What formatMeasure spelled. @throws {MlError} METRIC_INVALID */
export function parseMeasure(text: string): Measure {
  const [, name, k, labels] = MEASURE.exec(text) ?? [];
  if (name === undefined) throw invalid(text);
  return {
    name,
    k: k === undefined ? null : Number(k),
    labels: labels === undefined ? [] : parseLabels(labels),
  };
}

/**
 * The one spelling of a metric, as it is stored and keyed: its measure, its split, then what there is
 * of checkpoint, triplet set and baseline, with a space between. E.g.
 * `precision@10.category+colour TEST BEST set=0190c5a2 baseline=untrained`.
 */
export function formatMetric(metric: Metric): string {
  const { split, checkpoint, tripletSet, baseline } = metric;
  return [
    formatMeasure(metric),
    split,
    ...(checkpoint === null ? [] : [checkpoint]),
    ...(tripletSet === null ? [] : [`set=${escaped(tripletSet)}`]),
    ...(baseline === 'none' ? [] : [`baseline=${baseline}`]),
  ].join(' ');
}

const METRIC = /^(\S+) ([A-Z]+)(?: ([A-Z]+))?(?: set=(\S+))?(?: baseline=([a-z]+))?$/;

/** What formatMetric spelled. @throws {MlError} METRIC_INVALID */
export function parseMetric(text: string): Metric {
  const [, measure, split, checkpoint = null, set, baseline = 'none'] = METRIC.exec(text) ?? [];
  const isKnown =
    isOneOf(SPLITS, split) &&
    (checkpoint === null || isOneOf(CHECKPOINT_KINDS, checkpoint)) &&
    isOneOf(BASELINES, baseline);
  if (measure === undefined || !isKnown) throw invalid(text);
  const tripletSet = set === undefined ? null : unescaped(set);
  return { ...parseMeasure(measure), split, checkpoint, tripletSet, baseline };
}

function isOneOf<const T extends string>(known: readonly T[], word: unknown): word is T {
  return known.some((each) => each === word);
}

/** Names come from feeds: what separates parts of a spelling is written as in an address. */
function escaped(name: string): string {
  return name.replace(/[%+]|\s/gu, encodeURIComponent);
}

function unescaped(text: string): string {
  return text.replace(/(?:%[0-9A-F]{2})+/g, decodeURIComponent);
}

function invalid(text: string): MlError {
  return new MlError('METRIC_INVALID', `${JSON.stringify(text)} is not how a metric is spelled.`, {
    text,
  });
}
