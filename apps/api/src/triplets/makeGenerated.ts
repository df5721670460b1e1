import { generateTriplets, type TripletProduct, type TripletReport } from '@semblance/ml';
import type { TripletSet } from '../../../../prisma/client/client.ts';
import type { MakeResult, MakeRun } from './make.ts';
import { type RequestedRecipe, settleRecipe } from './recipe.ts';

const BATCH = 4_000;

/** Draws the triplets of a recipe from the products' attributes and writes them. */
export async function makeGenerated(
  set: TripletSet,
  products: readonly TripletProduct[],
  run: MakeRun,
): Promise<MakeResult> {
  const requested = set.recipe as unknown as RequestedRecipe;
  const { recipe, notes } = settleRecipe(requested, products);
  const { triplets, report } = generateTriplets(products, recipe);
  for (let at = 0; at < triplets.length; at += BATCH) {
    run.throwIfCancelled();
    await run.store.insertTriplets(set.id, triplets.slice(at, at + BATCH));
    await run.progress(Math.min(at + BATCH, triplets.length) / triplets.length);
  }
  return {
    recipe: { ...recipe, notes: [...notes, ...report.warnings], products: summary(report) },
    issues: [],
    issueCount: 0,
  };
}

/** The report without its long lists: how many products did what. */
function summary(report: TripletReport): object {
  return {
    used: report.productsUsed,
    withoutPartner: report.singletons.length,
    withoutAttributes: report.missingAttributes.length,
    withoutImages: report.withoutImages.length,
    perSplit: Object.fromEntries(
      Object.entries(report.perSplit).map(([split, { products }]) => [split, products]),
    ),
  };
}
