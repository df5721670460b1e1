export { createUntrainedEmbedder, type Embedder, loadEmbedder } from './embedder.ts';
