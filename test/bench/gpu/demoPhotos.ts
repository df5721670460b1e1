import { generateDemoProducts, renderCatalogPhoto, renderWildPhoto } from '@semblance/demo-catalog';
import sharp from 'sharp';

/** Draws a photo at a size: RGB bytes `[size, size, 3]`. */
type Photo = (size: number) => Promise<Buffer>;

/** Photos of the demo catalog, catalog and wild by turns. */
export async function demoPhotos(count: number): Promise<Photo[]> {
  const products = generateDemoProducts({ seed: 1, count });
  const files = await Promise.all(
    products.map((product, index) =>
      index % 2 === 0 ? renderCatalogPhoto(product) : renderWildPhoto(product),
    ),
  );
  return files.map(
    (file) => (size) => sharp(file).resize(size, size).removeAlpha().raw().toBuffer(),
  );
}
