export {
  completeSavedConfig,
  defaultTrainingConfig,
  listTrainingSettings,
  parseTrainingConfig,
  readSavedConfig,
  type SettingSummary,
  type TrainingConfig,
} from './config.ts';
export type { HeldOutImages, TrainingData } from './data.ts';
export type { TrainingEvent } from './events.ts';
export {
  listConfigurations,
  type NamedConfiguration,
  requireConfiguration,
} from './published/configurations.ts';
export type { JobFile, PublishedJob } from './published/job.ts';
export type { TrainingRequest } from './run.ts';
export { train } from './train.ts';
