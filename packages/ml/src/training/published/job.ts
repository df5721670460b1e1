/** Losses of the published code, by its own names. */
export type PublishedLossName =
  | 'hinge_loss'
  | 'hinge_new_loss'
  | 'contrastive_loss'
  | 'lossless_loss'
  | 'angular_loss_1'
  | 'angular_loss_2';

/** What a published job configuration (a `.cnf` file) holds, with its keys as they are spelled. */
export interface JobFile {
  model_id: string;
  loss: PublishedLossName;
  /** `mo`: momentum 0.9 with Nesterov; `rms`: RMSProp with TensorFlow's defaults. */
  optimizer: 'mo' | 'rms';
  train_csv: string;
  val_csv: string;
  train_epocs: number;
  /** Triplets. */
  batch_size: number;
  lr: number;
}

/** The folder of `job_configs` that a file lies in; `.` for those of the papers' comparison. */
export type JobGroup = '.' | 'ablation' | 'low_features' | 'other_losses' | 'other_variants';

/** One published job. */
export interface PublishedJob {
  name: string;
  group: JobGroup;
  description: string;
  file: JobFile;
  /** What a run of it as published should expect. */
  notes?: readonly string[];
}

/** The triplets of every job but one. */
export const TOPS = {
  train_csv: 'tops_train_shuffle.csv',
  val_csv: 'tops_val_full.csv',
} as const;
