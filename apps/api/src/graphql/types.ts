/**
 * Names of the object types, so that two stages may point at each other's types without importing
 * each other. Each is implemented in the graphql.ts of its own stage, over rows as its store gives them.
 */
import type { Catalog, EmbedRun, Image } from '../../../../prisma/client/client.ts';
import type { ImportRun } from '../catalog/imports/importRun.ts';
import type { Product } from '../catalog/products/product.ts';
import type { ModelVersion } from '../embeddings/models/modelVersion.ts';
import type { EvaluationRow } from '../evaluation/store.ts';
import type { TrainingRun } from '../training/trainingRun.ts';
import type { Triplet } from '../triplets/readingStore.ts';
import type { TripletSet } from '../triplets/tripletSet.ts';
import { builder } from './builder.ts';

export const CatalogType = builder.objectRef<Catalog>('Catalog');
export const ProductType = builder.objectRef<Product>('Product');
export const ImageType = builder.objectRef<Image>('Image');
export const ImportRunType = builder.objectRef<ImportRun>('ImportRun');
export const TripletSetType = builder.objectRef<TripletSet>('TripletSet');
export const TripletType = builder.objectRef<Triplet>('Triplet');
export const TrainingRunType = builder.objectRef<TrainingRun>('TrainingRun');
export const ModelVersionType = builder.objectRef<ModelVersion>('ModelVersion');
export const EvaluationType = builder.objectRef<EvaluationRow>('Evaluation');
export const EmbedRunType = builder.objectRef<EmbedRun>('EmbedRun');
