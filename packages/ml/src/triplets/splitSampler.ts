import { pickOne, type Random } from '../random.ts';
import { type GroupedProduct, hasPositives, type ProductGroup } from './productGroups.ts';
import type { ResolvedRecipe } from './recipe.ts';
import type { NegativeKind, QueryKind } from './triplet.ts';
import { WeightedChoice } from './weightedChoice.ts';

export interface DrawnQuery {
  image: string;
  kind: QueryKind;
  product: GroupedProduct;
}

/** Draws queries, positives and negatives from the products of one split. */
export class SplitSampler {
  private readonly recipe: ResolvedRecipe;
  private readonly random: Random;
  private readonly queryGroups: Record<QueryKind, WeightedChoice<ProductGroup>>;
  private readonly wildProducts = new Map<ProductGroup, GroupedProduct[]>();
  private readonly categories: WeightedChoice<WeightedChoice<ProductGroup>>;
  private readonly byCategory = new Map<string, WeightedChoice<ProductGroup>>();
  private readonly byMatch = new Map<string, WeightedChoice<ProductGroup>>();

  /** `groups` hold only products of this split. */
  constructor(groups: readonly ProductGroup[], recipe: ResolvedRecipe, random: Random) {
    this.recipe = recipe;
    this.random = random;
    const weight = (group: ProductGroup) => group.products.length ** recipe.groupBalance;
    const queryable = groups.filter(hasPositives);
    for (const group of queryable) {
      const members = group.products.filter(({ wild }) => wild.length > 0);
      if (members.length > 0) this.wildProducts.set(group, members);
    }
    this.queryGroups = {
      CATALOG: new WeightedChoice(queryable, weight),
      WILD: new WeightedChoice([...this.wildProducts.keys()], weight),
    };
    for (const [category, members] of Map.groupBy(groups, (group) => group.category)) {
      this.byCategory.set(category, new WeightedChoice(members, weight));
    }
    for (const [matched, members] of Map.groupBy(groups, (group) => group.matched)) {
      this.byMatch.set(matched, new WeightedChoice(members, weight));
    }
    this.categories = new WeightedChoice(
      [...this.byCategory.values()],
      (category) =>
        category.items.reduce((sum, group) => sum + group.products.length, 0) **
        recipe.groupBalance,
    );
  }

  canQuery(kind: QueryKind): boolean {
    return this.queryGroups[kind].items.length > 0;
  }

  drawQuery(kind: QueryKind): DrawnQuery | undefined {
    const group = this.queryGroups[kind].draw(this.random);
    if (!group) return undefined;
    const candidates = kind === 'WILD' ? (this.wildProducts.get(group) ?? []) : group.products;
    const product = pickOne(this.random, candidates);
    const image = product && pickOne(this.random, kind === 'WILD' ? product.wild : product.shown);
    return image === undefined || !product ? undefined : { image, kind, product };
  }

  /** Another photo of the product, or a photo of another product of its group. */
  drawPositive({ image, kind, product }: DrawnQuery): string | undefined {
    const own = product.shown.filter((id) => id !== image);
    const { products } = product.group;
    const share = this.recipe.sameProductShare[kind === 'WILD' ? 'wild' : 'catalog'];
    if (own.length > 0 && (products.length < 2 || this.random() < share)) {
      return pickOne(this.random, own);
    }
    if (products.length < 2)
      return pickOne(
        this.random,
        product.wild.filter((id) => id !== image),
      );
    // Drawing among the others by skipping over the product's own place.
    const place = Math.floor(this.random() * (products.length - 1));
    const other = products[place] === product ? products.at(-1) : products[place];
    return other && pickOne(this.random, other.shown);
  }

  /** A photo of a product that is no match, of the kind asked for; undefined when there is none. */
  drawNegative({ product }: DrawnQuery, kind: NegativeKind): string | undefined {
    const group =
      kind === 'IN_CLASS' ? this.drawSibling(product.group) : this.drawStranger(product.group);
    const negative = group && pickOne(this.random, group.products);
    return negative && pickOne(this.random, negative.shown);
  }

  private drawSibling(own: ProductGroup): ProductGroup | undefined {
    return this.byCategory.get(own.category)?.drawWhere(this.random, (group) => group !== own);
  }

  private drawStranger(own: ProductGroup): ProductGroup | undefined {
    const elsewhere = (group: ProductGroup) => group.category !== own.category;
    if (this.recipe.matchOn.length > 0 && this.random() < this.recipe.sameAttributesShare) {
      const alike = this.byMatch.get(own.matched)?.drawWhere(this.random, elsewhere);
      if (alike) return alike;
    }
    const ownCategory = this.byCategory.get(own.category);
    return this.categories
      .drawWhere(this.random, (category) => category !== ownCategory)
      ?.draw(this.random);
  }
}
