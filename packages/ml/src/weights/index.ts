export { readManifest as readCheckpointManifest } from './checkpointFiles.ts';
export { type CheckpointManifest, type ImportRecord, LAYERS_MODEL } from './checkpointManifest.ts';
export {
  type CheckpointExport,
  EXPORT_FORMATS,
  type ExportedFile,
  type ExportFormat,
  exportCheckpoint,
} from './exportCheckpoint.ts';
export { importModel, type ModelImport, PIXEL_RANGES, type PixelRange } from './importModel.ts';
export type { InitialWeightsSource } from './initialWeights.ts';
export { CONCATENATIONS, type ConcatenationName } from './keras/concatenation.ts';
export { IMAGENET_INPUTS, type ImagenetInput } from './keras/imagenetInput.ts';
export { PIXEL_LAYOUTS, type PixelLayout } from './onnx/toOnnx.ts';
