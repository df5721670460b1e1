export { LOSS_NAMES, type LossName } from './loss.ts';
export { publishedTripletAccuracy } from './published/accuracy.ts';
export { listLosses } from './registry.ts';
