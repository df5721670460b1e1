export { readManifest as readCheckpointManifest } from './checkpointFiles.ts';
export { checkpointFolder } from './checkpointFolder.ts';
export {
  type BestCheckpoint,
  type CheckpointManifest,
  type ImportRecord,
  LAYERS_MODEL,
} from './checkpointManifest.ts';
export { copyForServing } from './copyForServing.ts';
