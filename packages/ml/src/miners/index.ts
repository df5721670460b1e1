export { MINING_NAMES, type MiningName } from './miner.ts';
export { listMiners } from './registry.ts';
