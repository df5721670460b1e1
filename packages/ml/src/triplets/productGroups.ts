import { MlError } from '../errors.ts';
import type { ResolvedRecipe } from './recipe.ts';
import type { TripletProduct } from './triplet.ts';

/** A product with its images sorted by what they may serve as. */
export interface GroupedProduct {
  id: string;
  group: ProductGroup;
  wild: readonly string[];
  /** CATALOG and DETAIL images; the wild ones where there is nothing else. */
  shown: readonly string[];
}

/** Products of one category that share every `matchOn` value: each other's positives. */
export interface ProductGroup {
  /** For a person: "Tshirts, baseColour=Black". */
  name: string;
  category: string;
  /** The matched values as one key; groups of other categories may have the same. */
  matched: string;
  products: GroupedProduct[];
}

export interface GroupingResult {
  groups: ProductGroup[];
  missingAttributes: string[];
  withoutImages: string[];
  sharedImages: string[];
}

/**
 * Sorts products into groups in one pass. Throws `RECIPE_INVALID` when a `matchOn` or `categoryKey`
 * attribute is on no product at all, or a product id comes twice.
 */
export function groupProducts(
  products: readonly TripletProduct[],
  recipe: ResolvedRecipe,
): GroupingResult {
  requireKnownAttributes(products, recipe);
  const groups = new Map<string, ProductGroup>();
  const result: Omit<GroupingResult, 'groups'> = {
    missingAttributes: [],
    withoutImages: [],
    sharedImages: [],
  };
  const seenIds = new Set<string>();
  const seenImages = new Set<string>();
  for (const product of products) {
    if (seenIds.has(product.id)) {
      throw new MlError('RECIPE_INVALID', `Product ${product.id} is listed twice.`, {
        field: 'products',
        id: product.id,
      });
    }
    seenIds.add(product.id);
    const category = categoryOf(product, recipe);
    const values = recipe.matchOn.map((name) => product.attributes[name] ?? '');
    if (category === '' || values.includes('')) {
      result.missingAttributes.push(product.id);
      continue;
    }
    const images = product.images.filter(({ id }) => {
      if (!seenImages.has(id)) return seenImages.add(id);
      result.sharedImages.push(id);
      return false;
    });
    const wild = images.filter(({ kind }) => kind === 'WILD').map(({ id }) => id);
    const posed = images.filter(({ kind }) => kind !== 'WILD').map(({ id }) => id);
    if (images.length === 0) {
      result.withoutImages.push(product.id);
      continue;
    }
    const group = groupFor(groups, category, values, recipe.matchOn);
    group.products.push({ id: product.id, group, wild, shown: posed.length > 0 ? posed : wild });
  }
  return { groups: [...groups.values()], ...result };
}

/** Whether a positive can exist: a second product, or a second photo of the only one. */
export function hasPositives(group: ProductGroup): boolean {
  if (group.products.length > 1) return true;
  const only = group.products[0];
  return only !== undefined && new Set([...only.wild, ...only.shown]).size > 1;
}

function categoryOf(product: TripletProduct, recipe: ResolvedRecipe): string {
  return recipe.categoryKey === null
    ? product.category
    : (product.attributes[recipe.categoryKey] ?? '');
}

function groupFor(
  groups: Map<string, ProductGroup>,
  category: string,
  values: readonly string[],
  names: readonly string[],
): ProductGroup {
  const matched = JSON.stringify(values);
  const key = JSON.stringify([category, matched]);
  const known = groups.get(key);
  if (known) return known;
  const name = [category, ...names.map((attribute, i) => `${attribute}=${values[i]}`)].join(', ');
  const group: ProductGroup = { name, category, matched, products: [] };
  groups.set(key, group);
  return group;
}

function requireKnownAttributes(products: readonly TripletProduct[], recipe: ResolvedRecipe): void {
  const wanted = [...recipe.matchOn, ...(recipe.categoryKey === null ? [] : [recipe.categoryKey])];
  for (const name of wanted) {
    if (products.some((product) => (product.attributes[name] ?? '') !== '')) continue;
    const known = new Set(products.flatMap(({ attributes }) => Object.keys(attributes)));
    const there =
      known.size > 0 ? `They have: ${[...known].sort().join(', ')}.` : 'They have none.';
    throw new MlError('RECIPE_INVALID', `No product has the attribute "${name}". ${there}`, {
      field: name === recipe.categoryKey ? 'categoryKey' : 'matchOn',
      attribute: name,
    });
  }
}
