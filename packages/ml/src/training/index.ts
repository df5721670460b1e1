export {
  BEST_METRICS,
  type BestMetric,
  defaultTrainingConfig,
  OPTIMIZER_NAMES,
  type OptimizerName,
  parseTrainingConfig,
  SCHEDULE_NAMES,
  type ScheduleName,
  type TrainingConfig,
} from './config.ts';
export type { HeldOutImages, ImageSource, TrainingData } from './data.ts';
export type { BestCheckpoint, Metrics, TrainingEvent } from './events.ts';
export { preprocessingOf } from './runState.ts';
export { type TrainingRequest, train } from './train.ts';
