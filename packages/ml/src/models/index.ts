export { architecturePreprocessing } from './architecturePreprocessing.ts';
export type {
  ImagenetBackbone,
  ModelDefinition,
  ModelFamily,
  ModelStatus,
  ModelSummary,
  ParameterCounts,
} from './definition.ts';
export { listModels } from './registry.ts';
