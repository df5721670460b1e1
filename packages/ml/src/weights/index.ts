export { readManifest as readCheckpointManifest } from './checkpointFiles.ts';
export type { CheckpointManifest } from './checkpointManifest.ts';
