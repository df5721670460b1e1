export { LOSS_NAMES, type LossName } from './loss.ts';
export { MINING_NAMES, type MiningName } from './miners.ts';
export { listLosses } from './registry.ts';
