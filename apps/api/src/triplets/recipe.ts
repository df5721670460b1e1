import { z } from 'zod';
import { Split, type TripletSource } from '../../../../prisma/client/enums.ts';

const share = z.number().min(0).max(1);
const notes = z.array(z.string()).default([]);

/** How many products of the catalog did what. */
const products = z.object({
  used: z.number().int(),
  withoutPartner: z.number().int(),
  withoutAttributes: z.number().int(),
  withoutImages: z.number().int(),
  perSplit: z.record(z.enum(Split), z.number().int()),
});

const generated = z.object({
  count: z.number().int(),
  seed: z.number().int(),
  /** Null until the set is made: chosen from the attributes that the products have. */
  matchOn: z.array(z.string()).nullable(),
  inClassShare: z.object({ catalog: share, wild: share }),
  wildQueryShare: share,
  /** Shares of the products. */
  split: z.object({ train: share, val: share, test: share }),
  products: products.optional(),
  /** What was chosen or changed because of what the catalog holds, in sentences. */
  notes,
});

const imported = z.object({
  files: z.array(
    z.object({
      split: z.enum(Split),
      /** Where it lay when the set was made. */
      path: z.string(),
      /** As people know it. */
      name: z.string(),
    }),
  ),
  /** Rows that became triplets; absent until the set is made. */
  accepted: z.number().int().optional(),
  notes,
});

/** What a set is drawn from a catalog by: as asked, and once it is made, as carried out. */
export type GeneratedRecipe = z.infer<typeof generated>;

/** What a set is read from. */
export type ImportedRecipe = z.infer<typeof imported>;

/** What TripletSet.recipe holds; its source stands in a column of its own. */
export type StoredRecipe = GeneratedRecipe | ImportedRecipe;

export type TripletSetRecipe =
  | ({ source: 'GENERATED' } & GeneratedRecipe)
  | ({ source: 'IMPORTED' } & ImportedRecipe);

/** The recipe of a set's row; null where none was written. @throws ZodError */
export function parseRecipe(source: TripletSource, json: unknown): TripletSetRecipe | null {
  if (source === 'FEEDBACK' || isEmpty(json)) return null;
  return source === 'GENERATED'
    ? { source, ...generated.parse(json) }
    : { source, ...imported.parse(json) };
}

function isEmpty(json: unknown): boolean {
  return typeof json === 'object' && json !== null && Object.keys(json).length === 0;
}

/** The attributes that a set's triplets were matched on, where it says so. */
export function matchedOn(recipe: TripletSetRecipe | null): readonly string[] | undefined {
  return recipe?.source === 'GENERATED' ? (recipe.matchOn ?? undefined) : undefined;
}
