import { builder } from '../graphql/builder.ts';
import { SplitType } from '../graphql/enums.ts';
import type { GeneratedRecipe, ImportedRecipe, TripletSetRecipe } from './recipe.ts';

type RecipeProducts = NonNullable<GeneratedRecipe['products']>;

const RecipeProductsType = builder.objectRef<RecipeProducts>('RecipeProducts').implement({
  description: 'How many products of the catalog did what.',
  fields: (t) => ({
    used: t.exposeInt('used'),
    withoutPartner: t.exposeInt('withoutPartner', {
      description: 'Nothing shares their category and attributes.',
    }),
    withoutAttributes: t.exposeInt('withoutAttributes'),
    withoutImages: t.exposeInt('withoutImages'),
    train: t.int({ resolve: ({ perSplit }) => perSplit.TRAIN }),
    val: t.int({ resolve: ({ perSplit }) => perSplit.VAL }),
    test: t.int({ resolve: ({ perSplit }) => perSplit.TEST }),
  }),
});

const GeneratedRecipeType = builder
  .objectRef<GeneratedRecipe & { source: 'GENERATED' }>('GeneratedRecipe')
  .implement({
    description: 'What triplets are drawn by: as asked, and once the set is made, as carried out.',
    fields: (t) => ({
      count: t.exposeInt('count'),
      seed: t.exposeInt('seed'),
      matchOn: t.exposeStringList('matchOn', {
        nullable: true,
        description: 'Attributes a positive shares, beside the category; null until chosen.',
      }),
      inClassShareCatalog: t.float({ resolve: ({ inClassShare }) => inClassShare.catalog }),
      inClassShareWild: t.float({ resolve: ({ inClassShare }) => inClassShare.wild }),
      wildQueryShare: t.exposeFloat('wildQueryShare'),
      trainShare: t.float({ resolve: ({ split }) => split.train }),
      valShare: t.float({ resolve: ({ split }) => split.val }),
      testShare: t.float({ resolve: ({ split }) => split.test }),
      products: t.field({
        type: RecipeProductsType,
        nullable: true,
        description: 'Null until the set is made.',
        resolve: ({ products }) => products,
      }),
      notes: t.exposeStringList('notes', {
        description: 'What was chosen or changed because of what the catalog holds.',
      }),
    }),
  });

const RecipeFileType = builder.objectRef<ImportedRecipe['files'][number]>('RecipeFile').implement({
  description: 'A file that triplets were read from.',
  fields: (t) => ({
    split: t.expose('split', { type: SplitType }),
    name: t.exposeString('name'),
    path: t.exposeString('path'),
  }),
});

const ImportedRecipeType = builder
  .objectRef<ImportedRecipe & { source: 'IMPORTED' }>('ImportedRecipe')
  .implement({
    description: 'What triplets are read from.',
    fields: (t) => ({
      files: t.field({ type: [RecipeFileType], resolve: ({ files }) => files }),
      accepted: t.exposeInt('accepted', {
        nullable: true,
        description: 'Rows that became triplets; null until the set is made.',
      }),
      notes: t.exposeStringList('notes'),
    }),
  });

const TYPE_NAMES = { GENERATED: 'GeneratedRecipe', IMPORTED: 'ImportedRecipe' } as const;

export const TripletSetRecipeType = builder.unionType('TripletSetRecipe', {
  types: [GeneratedRecipeType, ImportedRecipeType],
  resolveType: (recipe: TripletSetRecipe) => TYPE_NAMES[recipe.source],
});
