export { listSamplers } from './registry.ts';
export { LONE_LABEL_RULES, SAMPLER_NAMES, type SamplerName } from './sampler.ts';
