import type { Metrics } from '../evaluation/metric.ts';
import type { Preprocessing } from '../images/preprocessing.ts';
import type { WeightEntry } from './packedWeights.ts';
import type { RunProgress } from './runProgress.ts';

export const CHECKPOINT_FORMAT = 'semblance-checkpoint';
export const CHECKPOINT_VERSION = 1;

/** A file beside the manifest, with what proves it whole. */
export interface CheckedFile {
  path: string;
  bytes: number;
  sha256: string;
}

/** Where a run was best so far, and by which measurement. */
export interface BestCheckpoint {
  step: number;
  epoch: number;
  /** As formatMeasure spells it. */
  metric: string;
  value: number;
}

/** `model` of a checkpoint that brings its own layers, from a TensorFlow.js layers model. */
export const LAYERS_MODEL = 'layers-model';

/** What was imported and how it was understood. */
export interface ImportRecord {
  format: 'keras' | 'tfjs';
  /** Name of the file or folder, without its path. */
  file: string;
  sha256: string;
  /** Choices that changed the weights or the input, by name. */
  options: Readonly<Record<string, string | number>>;
}

/** `checkpoint.json`: everything needed to use the weights, readable by a person. */
export interface CheckpointManifest {
  format: typeof CHECKPOINT_FORMAT;
  version: typeof CHECKPOINT_VERSION;
  /** Name of the architecture. */
  model: string;
  dimension: number;
  preprocessing: Preprocessing;
  weights: CheckedFile & { entries: WeightEntry[] };
  /** The layers themselves, where the architecture is none of ours: see LAYERS_MODEL. */
  topology?: CheckedFile;
  /** Where a model that was trained elsewhere came from. */
  imported?: ImportRecord;
  /** Present where training can go on from here. */
  optimizer?: CheckedFile;
  /** What the loss itself has learnt, for losses that do. */
  loss?: CheckedFile;
  /** The running average of the weights, where the run keeps one. */
  average?: CheckedFile;
  progress?: RunProgress;
  /** The training configuration as it was saved, for `readSavedConfig`; absent for imported models. */
  config?: Readonly<Record<string, unknown>>;
  seed: number;
  /** Steps done. */
  step: number;
  /** Epoch (from 1) that the last step belongs to; 0 before the first. */
  epoch: number;
  /** On the validation split. */
  metrics: Metrics;
  best?: BestCheckpoint;
  dataFingerprint: string;
  /** Of labels, categories and facets; absent for imported models and in older checkpoints. */
  labelsFingerprint?: string;
  backend: string;
  createdAt: string;
}
