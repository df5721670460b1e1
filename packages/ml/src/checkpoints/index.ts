export { readManifest as readCheckpointManifest } from './checkpointFiles.ts';
export {
  type BestCheckpoint,
  type CheckpointManifest,
  type ImportRecord,
  LAYERS_MODEL,
  type Metrics,
} from './checkpointManifest.ts';
export { copyForServing } from './copyForServing.ts';
