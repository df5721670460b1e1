import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { Services } from '../../../apps/api/src/services.ts';

export interface TinyCatalog {
  id: string;
  /** In order; each has a catalog photo `<externalId>.png` and, if asked, a wild one. */
  products: { id: string; externalId: string; category: string; colour: string }[];
  /** Image ids by file name. */
  images: Map<string, string>;
}

const CATEGORIES = ['Shirts', 'Shoes'];
const COLOURS = { Red: '#c81e1e', Green: '#1e9632', Blue: '#1e32c8' };
const SIZE = 48;

/**
 * A catalog of 2 categories x 3 colours x `perGroup` products, with real pictures: shirts are
 * circles and shoes are bars, in their colour.
 */
export async function tinyCatalog(
  services: Services,
  options: { name?: string; perGroup?: number; wild?: boolean } = {},
): Promise<TinyCatalog> {
  const { name = `tiny ${randomUUID()}`, perGroup = 6, wild = false } = options;
  const { prisma } = services.database;
  const catalog = await prisma.catalog.create({ data: { name } });
  const products: TinyCatalog['products'] = [];
  const images = new Map<string, string>();
  for (const category of CATEGORIES) {
    for (const [colour, hex] of Object.entries(COLOURS)) {
      for (let n = 1; n <= perGroup; n++) {
        const externalId = `${category}-${colour}-${n}`.toLowerCase();
        const { id } = await prisma.product.create({
          data: {
            ...{ catalogId: catalog.id, externalId, title: externalId, category },
            ...{ attributes: { colour, season: 'Fall' }, contentHash: '' },
          },
        });
        products.push({ id, externalId, category, colour });
        const kinds = wild ? (['CATALOG', 'WILD'] as const) : (['CATALOG'] as const);
        for (const [position, kind] of kinds.entries()) {
          const file = kind === 'WILD' ? `${externalId}-wild.png` : `${externalId}.png`;
          const imageId = await storePicture(services, category, hex, n * 2 + position);
          const link = { productId: id, imageId, position, kind, name: file };
          await prisma.productImage.create({ data: link });
          images.set(file, imageId);
        }
      }
    }
  }
  return { id: catalog.id, products, images };
}

async function storePicture(
  { storage, database }: Services,
  category: string,
  fill: string,
  variant: number,
): Promise<string> {
  const { sha256, bytes } = await storage.put(await picture(category, fill, variant));
  const { id } = await database.prisma.image.create({
    data: { sha256, format: 'png', width: SIZE, height: SIZE, bytes },
  });
  return id;
}

/** Different for every variant, so that no two products share an image. */
export async function picture(category: string, fill: string, variant: number): Promise<Buffer> {
  const shape =
    category === 'Shirts'
      ? `<circle cx="24" cy="24" r="${12 + (variant % 10)}" fill="${fill}"/>`
      : `<rect x="4" y="${18 - (variant % 10)}" width="40" height="12" fill="${fill}"/>`;
  const mark = `<rect x="${variant % 44}" y="44" width="2" height="${1 + (variant % 3)}" fill="#888"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}"><rect width="100%" height="100%" fill="#fff"/>${shape}${mark}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
