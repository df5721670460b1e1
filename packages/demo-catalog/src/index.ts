/** The demo catalog: invented products, drawn as shop photos and as photos in the wild. */

export { drawGarment } from './garments/drawGarment.ts';
export { type DemoCatalogOptions, generateDemoProducts } from './generateProducts.ts';
export { catalogSvg, PHOTO_SIZE, renderCatalogPhoto } from './photo/catalogPhoto.ts';
export { renderWildPhoto } from './photo/wildPhoto.ts';
export {
  ARTICLE_TYPES,
  type ArticleType,
  type DemoProduct,
  type Look,
  PATTERNS,
  type Pattern,
} from './product.ts';
export {
  type WriteDemoCatalogOptions,
  type WrittenDemoCatalog,
  writeDemoCatalog,
} from './writeDemoCatalog.ts';
