export { distanceMatrix, distances, squaredDistances } from './euclidean.ts';
