export type Split = 'TRAIN' | 'VAL' | 'TEST';
/** Whether the query photo was taken in the wild or for a catalog. */
export type QueryKind = 'WILD' | 'CATALOG';
/** Whether the negative is of the query's own category. */
export type NegativeKind = 'IN_CLASS' | 'OUT_OF_CLASS';

export const SPLITS: readonly Split[] = ['TRAIN', 'VAL', 'TEST'];

export interface TripletProduct {
  id: string;
  /** Products of one category are each other's in-class candidates. */
  category: string;
  attributes: Record<string, string>;
  images: readonly TripletImage[];
}

export interface TripletImage {
  id: string;
  kind: 'CATALOG' | 'WILD' | 'DETAIL';
}

/** Three image ids, and what sort of triplet they make. */
export interface GeneratedTriplet {
  split: Split;
  query: string;
  positive: string;
  negative: string;
  queryKind: QueryKind;
  negativeKind: NegativeKind;
}

export interface SplitCounts {
  requested: number;
  made: number;
  products: number;
  groups: number;
  /** Different query images. */
  queries: number;
  wild: number;
  catalog: number;
  inClass: number;
  outOfClass: number;
}

export interface TripletReport {
  productsUsed: number;
  /** Groups (named by category and matched values) in which nothing can be a positive. */
  singletons: string[];
  /** Products left out for want of a `matchOn` attribute or of an image. */
  missingAttributes: string[];
  withoutImages: string[];
  /** Images that several products show; they count for the first of them only. */
  sharedImages: string[];
  perSplit: Record<Split, SplitCounts>;
  productSplit: Record<string, Split>;
  /** Sentences for a person: what was asked for and could not be had. */
  warnings: string[];
}

export interface GeneratedTriplets {
  triplets: GeneratedTriplet[];
  report: TripletReport;
}
