export type {
  ImagenetBackbone,
  ModelDefinition,
  ModelFamily,
  ModelStatus,
  ModelSummary,
} from './definition.ts';
export { modelParameters, type ParameterCounts } from './parameters.ts';
export { listModels } from './registry.ts';
