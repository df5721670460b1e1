export { createUntrainedEmbedder, type Embedder, loadEmbedder } from './embedder.ts';
export { exportModel } from './exportModel.ts';
