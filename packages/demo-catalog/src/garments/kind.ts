import type { Artist, Point } from '../draw/artist.ts';
import type { ArticleType, Pattern } from '../product.ts';

/** How a garment is shown on a person. */
export type Worn = 'top' | 'dress' | 'bottom' | 'feet' | 'head' | 'hand';

/** Where a body continues, in the garment's space. */
export interface Anchors {
  /** Middle of the neck opening or waist. */
  readonly neck: Point;
  /** Middle of the right cuff (x > 0), when there are sleeves or leg ends. */
  readonly cuff?: Point;
  /** Bottom edge: y and half its width. */
  readonly hem: Point;
}

export type Details = Readonly<Record<string, string>>;

/** One kind of garment: what it is called, how it varies and how it is drawn. */
export interface GarmentKind {
  readonly articleType: ArticleType;
  readonly categoryPath: string;
  readonly noun: string;
  readonly worn: Worn;
  readonly colours: readonly string[];
  readonly patterns: readonly Pattern[];
  /** Attribute name -> values it may take. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly price: readonly [number, number];
  draw(artist: Artist, details: Details): Anchors;
}
