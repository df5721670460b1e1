import { z } from 'zod';
import { badInput } from '../errors.ts';
import type { GeneratedRecipe } from './recipe.ts';

/** What may be asked of a generated set; everything but catalog and name has a default. */
export interface GenerateTripletsInput {
  catalogId: string;
  name: string;
  count?: number | null;
  seed?: number | null;
  /** Attributes that a positive shares beside the category; chosen from the catalog if left out. */
  matchOn?: readonly string[] | null;
  inClassShareCatalog?: number | null;
  inClassShareWild?: number | null;
  wildQueryShare?: number | null;
  trainShare?: number | null;
  valShare?: number | null;
  testShare?: number | null;
}

const MAX_COUNT = 1_000_000;

const share = (fallback: number) =>
  z
    .number()
    .min(0, 'must be from 0 to 1')
    .max(1, 'must be from 0 to 1')
    .nullish()
    .transform((value) => value ?? fallback);

const inputShape = z.object({
  count: z
    .number()
    .int(`must be a whole number from 1 to ${MAX_COUNT}`)
    .min(1, `must be a whole number from 1 to ${MAX_COUNT}`)
    .max(MAX_COUNT, `must be a whole number from 1 to ${MAX_COUNT}`)
    .nullish()
    .transform((value) => value ?? 20_000),
  seed: z
    .number()
    .int('must be a whole number')
    .nullish()
    .transform((value) => value ?? 1),
  matchOn: z
    .array(z.string().trim().min(1, 'must not hold an empty name'))
    .max(8, 'may hold at most 8 attributes')
    .refine((names) => new Set(names).size === names.length, 'must not name one attribute twice')
    .nullish()
    .transform((value) => value ?? null),
  inClassShareCatalog: share(0.5),
  inClassShareWild: share(0.5),
  wildQueryShare: share(0.5),
  trainShare: share(0.7),
  valShare: share(0.15),
  testShare: share(0.15),
});

/** Checks the request and fills in the defaults. @throws BAD_INPUT naming the field */
export function parseGenerateInput(input: GenerateTripletsInput): GeneratedRecipe {
  const parsed = inputShape.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0] ?? 'input');
    throw badInput(field, `${field} ${issue?.message ?? 'is not valid'}.`);
  }
  const { trainShare, valShare, testShare, ...rest } = parsed.data;
  const sum = trainShare + valShare + testShare;
  if (Math.abs(sum - 1) > 0.001) {
    const message = `trainShare, valShare and testShare must sum to 1, not ${round(sum)}.`;
    throw badInput('trainShare', message, { sum });
  }
  if (trainShare === 0) throw badInput('trainShare', 'trainShare must be more than 0.');
  return {
    count: rest.count,
    seed: rest.seed,
    matchOn: rest.matchOn,
    inClassShare: { catalog: rest.inClassShareCatalog, wild: rest.inClassShareWild },
    wildQueryShare: rest.wildQueryShare,
    split: { train: trainShare, val: valShare, test: testShare },
    notes: [],
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
