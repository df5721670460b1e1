import type { ArticleType } from '../product.ts';
import { boot } from './boot.ts';
import { cap } from './cap.ts';
import { dress } from './dress.ts';
import { handbag } from './handbag.ts';
import { heel } from './heel.ts';
import { hoodie } from './hoodie.ts';
import { jacket } from './jacket.ts';
import type { GarmentKind } from './kind.ts';
import { shirt } from './shirt.ts';
import { skirt } from './skirt.ts';
import { sneaker } from './sneaker.ts';
import { sweater } from './sweater.ts';
import { jeans, shorts } from './trousers.ts';
import { tShirt } from './tShirt.ts';

const KINDS: readonly GarmentKind[] = [
  tShirt,
  shirt,
  sweater,
  hoodie,
  jacket,
  dress,
  skirt,
  jeans,
  shorts,
  sneaker,
  boot,
  heel,
  handbag,
  cap,
];

const BY_TYPE = new Map(KINDS.map((kind) => [kind.articleType, kind]));

/** The kind of garment of an article type. */
export function kindOf(articleType: ArticleType): GarmentKind {
  const kind = BY_TYPE.get(articleType);
  if (kind === undefined) throw new RangeError(`No garment is drawn for "${articleType}".`);
  return kind;
}
