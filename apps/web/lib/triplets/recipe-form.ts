/** A recipe for triplets as a form: its shares, and what a filled form asks for. */

import type { GenerateTripletsInput } from '../api/generated/graphql';

export const recipeShares = [
  { name: 'trainShare', label: 'Train share', value: 0.7 },
  { name: 'valShare', label: 'Validation share', value: 0.15 },
  { name: 'testShare', label: 'Test share', value: 0.15 },
  { name: 'wildQueryShare', label: 'Wild queries, where there are any', value: 0.5 },
  { name: 'inClassShareCatalog', label: 'In-class negatives, catalog queries', value: 0.5 },
  { name: 'inClassShareWild', label: 'In-class negatives, wild queries', value: 0.5 },
] as const;

/** The field that says that attributes were there to be chosen: before, none means no choice. */
export const attributesShown = 'attributesShown';

export function recipeInput(form: FormData): GenerateTripletsInput {
  const number = (name: string) => Number(form.get(name));
  return {
    name: String(form.get('name')).trim(),
    catalogId: String(form.get('catalogId')),
    count: number('count'),
    matchOn: form.has(attributesShown) ? form.getAll('matchOn').map(String) : undefined,
    seed: number('seed'),
    ...Object.fromEntries(recipeShares.map(({ name }) => [name, number(name)])),
  };
}
