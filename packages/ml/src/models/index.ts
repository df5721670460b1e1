export type { ModelDefinition } from './definition.ts';
export { modelParameters, type ParameterCounts } from './parameters.ts';
export { listModels, type ModelSummary } from './registry.ts';
