export {
  defaultTrainingConfig,
  listTrainingSettings,
  parseTrainingConfig,
  readSavedConfig,
  type SettingSummary,
  type TrainingConfig,
} from './config.ts';
export type { HeldOutImages, TrainingData } from './data.ts';
export type { BestCheckpoint, Metrics, TrainingEvent } from './events.ts';
export {
  listConfigurations,
  type NamedConfiguration,
  requireConfiguration,
} from './published/configurations.ts';
export type { JobFile, PublishedJob } from './published/job.ts';
export { preprocessingOf } from './runState.ts';
export { type TrainingRequest, train } from './train.ts';
