export { DISTANCE_NAMES, type DistanceName } from './distance.ts';
export { listDistances } from './registry.ts';
