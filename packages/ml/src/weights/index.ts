export {
  type CheckpointExport,
  EXPORT_FORMATS,
  type ExportedFile,
  type ExportFormat,
  exportCheckpoint,
} from './exportCheckpoint.ts';
export { importCheckpoint } from './importCheckpoint.ts';
export type { InitialWeightsSource } from './initialWeights.ts';
export { CONCATENATIONS, type ConcatenationName } from './keras/concatenation.ts';
export { IMAGENET_INPUTS, type ImagenetInput } from './keras/imagenetInput.ts';
export { type ModelImport, PIXEL_RANGES, type PixelRange } from './modelImport.ts';
export { PIXEL_LAYOUTS, type PixelLayout } from './onnx/toOnnx.ts';
