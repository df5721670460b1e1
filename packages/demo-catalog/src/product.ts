export const ARTICLE_TYPES = [
  'T-shirts',
  'Dresses',
  'Sneakers',
  'Jackets',
  'Handbags',
  'Shirts',
  'Jeans',
  'Boots',
  'Sweaters',
  'Skirts',
  'Caps',
  'Hoodies',
  'Heels',
  'Shorts',
] as const;
export type ArticleType = (typeof ARTICLE_TYPES)[number];

export const PATTERNS = ['Solid', 'Stripes', 'Check', 'Dots', 'Floral', 'Colour-block'] as const;
export type Pattern = (typeof PATTERNS)[number];

/** What is drawn: everything about a product that can be seen. */
export interface Look {
  readonly seed: string;
  readonly articleType: ArticleType;
  readonly baseColour: string;
  readonly accentColour: string;
  readonly pattern: Pattern;
  /** Size of the pattern's repeat, about 0.7 to 1.5. */
  readonly patternScale: number;
  /** Choices of the garment's own options: sleeve, neckline, length, fit, style ... */
  readonly details: Readonly<Record<string, string>>;
}

/** One product of the demo catalog. */
export interface DemoProduct {
  readonly externalId: string;
  readonly title: string;
  readonly description: string;
  readonly brand: string;
  /** Broadest first: "Clothing > Tops > T-shirts". */
  readonly categoryPath: string;
  /** The leaf of the category path. */
  readonly articleType: ArticleType;
  readonly price: number;
  readonly currency: 'EUR';
  readonly availability: 'in stock' | 'out of stock';
  /** articleType, baseColour, pattern and the details of this kind of garment. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly look: Look;
  /** How many catalog photos it has, 1 or 2. */
  readonly catalogPhotos: number;
}
