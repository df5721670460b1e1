import { Artist } from '../draw/artist.ts';
import { fabricOf } from '../draw/fabric.ts';
import type { Look } from '../product.ts';
import { createRandom } from '../random.ts';
import { kindOf } from './index.ts';
import type { Anchors, Worn } from './kind.ts';

/** A garment as SVG elements in a space from -240 to 240 across and 0 to 480 down. */
export interface DrawnGarment {
  readonly svg: string;
  /** The part behind a wearer's neck, with all definitions; goes before `front`. */
  readonly behind: string;
  readonly front: string;
  readonly anchors: Anchors;
  readonly worn: Worn;
}

/** Draws a look; the same look gives the same text. */
export function drawGarment(look: Look): DrawnGarment {
  const random = createRandom('garment', look.seed);
  const kind = kindOf(look.articleType);
  const artist = new Artist(fabricOf(look, random), random);
  const anchors = kind.draw(artist, look.details);
  const { behind, front } = artist.layers();
  return { svg: behind + front, behind, front, anchors, worn: kind.worn };
}
