import type { TripletProduct } from '@semblance/ml';
import { chooseMatchOn } from './matchOn.ts';
import type { GeneratedRecipe } from './recipe.ts';

export interface SettledRecipe {
  recipe: Omit<GeneratedRecipe, 'matchOn' | 'notes'> & { matchOn: string[] };
  /** What was chosen or changed because of what the catalog holds, in sentences. */
  notes: string[];
}

/** Fits the request to the products: chooses matchOn, drops what the catalog cannot give. */
export function settleRecipe(
  requested: GeneratedRecipe,
  products: readonly TripletProduct[],
): SettledRecipe {
  const notes: string[] = [];
  const matchOn = requested.matchOn ?? chooseMatchOn(products);
  if (requested.matchOn === null) {
    const chosen = matchOn.length > 0 ? matchOn.join(' and ') : 'nothing but the category';
    notes.push(`Positives share ${chosen}: chosen from the attributes that the products have.`);
  }
  let { inClassShare } = requested;
  const wantsInClass = Math.max(inClassShare.catalog, inClassShare.wild) > 0;
  if (matchOn.length === 0 && wantsInClass) {
    inClassShare = { catalog: 0, wild: 0 };
    notes.push('No in-class negatives: without attributes to match, a category is all positives.');
  } else if (new Set(products.map(({ category }) => category)).size < 2) {
    inClassShare = { catalog: 1, wild: 1 };
    notes.push('All negatives are in-class: there is only one category.');
  }
  const hasWild = products.some(({ images }) => images.some(({ kind }) => kind === 'WILD'));
  const { count, seed, split } = requested;
  const wildQueryShare = hasWild ? requested.wildQueryShare : 0;
  return { recipe: { count, seed, split, matchOn, inClassShare, wildQueryShare }, notes };
}
