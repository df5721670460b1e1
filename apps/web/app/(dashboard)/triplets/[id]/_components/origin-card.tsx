import { DetailList } from '@/components/shared/detail-list';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import type { TripletSetPageQuery } from '@/lib/api/generated/graphql';
import { formatCount, formatPercent, plural } from '@/lib/format';
import { nameOfSplit } from '@/lib/splits';

type Recipe = NonNullable<NonNullable<TripletSetPageQuery['tripletSet']>['recipe']>;
type Generated = Extract<Recipe, { __typename: 'GeneratedRecipe' }>;
type Imported = Extract<Recipe, { __typename: 'ImportedRecipe' }>;

/** What a set was made of: the recipe it was drawn by, or the files it was read from. */
export function OriginCard({ recipe }: { recipe?: Recipe | null }) {
  if (!recipe) return null;
  const generated = recipe.__typename === 'GeneratedRecipe';
  const details = generated ? detailsOfRecipe(recipe) : detailsOfFiles(recipe);
  return (
    <Card className="mt-6" aria-labelledby="recipe-heading">
      <CardHeader
        id="recipe-heading"
        title={generated ? 'Recipe' : 'Origin'}
        hint={
          generated
            ? 'The same recipe and seed give the same triplets.'
            : 'What this set was made of.'
        }
      />
      <CardBody className="max-w-2xl">
        <DetailList items={details.map(([term, detail]) => ({ term, detail }))} />
      </CardBody>
    </Card>
  );
}

type Detail = [term: string, detail: string];

function detailsOfRecipe(recipe: Generated): Detail[] {
  const { matchOn, products } = recipe;
  const percents = (...shares: number[]) => shares.map(formatPercent).join(', ');
  return [
    ['Count', formatCount(recipe.count)],
    ['Seed', String(recipe.seed)],
    ['Positives share', matchOn ? ['category', ...matchOn].join(', ') : 'chosen when it is made'],
    [
      'In-class negatives',
      `${formatPercent(recipe.inClassShareCatalog)} of catalog queries, ` +
        `${formatPercent(recipe.inClassShareWild)} of wild queries`,
    ],
    ['Wild queries', formatPercent(recipe.wildQueryShare)],
    ['Train, validation, test', percents(recipe.trainShare, recipe.valShare, recipe.testShare)],
    ...(products ? detailsOfProducts(products) : []),
    ...notesOf(recipe.notes),
  ];
}

function detailsOfProducts(products: NonNullable<Generated['products']>): Detail[] {
  const { train, val, test } = products;
  return [
    [
      'Products',
      `${formatCount(products.used)} (${[train, val, test].map(formatCount).join(', ')})`,
    ],
    ['Without a partner', formatCount(products.withoutPartner)],
    ['Without attributes', formatCount(products.withoutAttributes)],
    ['Without images', formatCount(products.withoutImages)],
  ];
}

function detailsOfFiles({ files, accepted, notes }: Imported): Detail[] {
  const named = files.map(({ split, name }): Detail => [nameOfSplit(split), name]);
  const rows: Detail[] = accepted == null ? [] : [['Taken', plural(accepted, 'row')]];
  return [...named, ...rows, ...notesOf(notes)];
}

function notesOf(notes: readonly string[]): Detail[] {
  return notes.length > 0 ? [['Notes', notes.join(' ')]] : [];
}
