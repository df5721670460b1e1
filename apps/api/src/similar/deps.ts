import type { CatalogService } from '../catalog/service.ts';
import type { ServiceDeps } from '../deps.ts';
import type { EmbeddingsService } from '../embeddings/service.ts';
import type { UploadsService } from '../uploads/service.ts';

export interface SimilarDeps extends ServiceDeps {
  readonly catalog: CatalogService;
  readonly embeddings: EmbeddingsService;
  readonly uploads: UploadsService;
}
