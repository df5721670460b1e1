export type {
  ImagenetBackbone,
  ModelDefinition,
  ModelFamily,
  ModelStatus,
  ModelSummary,
  ParameterCounts,
} from './definition.ts';
export { preprocessingOf } from './preprocessingOf.ts';
export { listModels } from './registry.ts';
