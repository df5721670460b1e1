import { generateTriplets, type TripletProduct, type TripletReport } from '@semblance/ml';
import type { MakeResult, MakeRun } from './make.ts';
import type { GeneratedRecipe } from './recipe.ts';
import { settleRecipe } from './settleRecipe.ts';

const BATCH = 4_000;

/** Draws the triplets of a recipe from the products' attributes and writes them. */
export async function makeGenerated(
  requested: GeneratedRecipe,
  products: readonly TripletProduct[],
  run: MakeRun,
): Promise<MakeResult> {
  const { recipe, notes } = settleRecipe(requested, products);
  const { triplets, report } = generateTriplets(products, recipe);
  for (let at = 0; at < triplets.length; at += BATCH) {
    run.throwIfCancelled();
    await run.write(triplets.slice(at, at + BATCH));
    run.progress('writing triplets', Math.min(at + BATCH, triplets.length), triplets.length);
  }
  return {
    recipe: { ...recipe, products: summary(report), notes: [...notes, ...report.warnings] },
    issues: [],
    issueCount: 0,
  };
}

/** The report without its long lists: how many products did what. */
function summary(report: TripletReport): GeneratedRecipe['products'] {
  const { TRAIN, VAL, TEST } = report.perSplit;
  return {
    used: report.productsUsed,
    withoutPartner: report.singletons.length,
    withoutAttributes: report.missingAttributes.length,
    withoutImages: report.withoutImages.length,
    perSplit: { TRAIN: TRAIN.products, VAL: VAL.products, TEST: TEST.products },
  };
}
