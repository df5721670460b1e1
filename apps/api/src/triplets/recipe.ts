import type { TripletProduct, TripletRecipe } from '@semblance/ml';
import { z } from 'zod';
import { badInput } from '../errors.ts';

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

/** The request as TripletSet.recipe keeps it until the set is made. */
export interface RequestedRecipe {
  count: number;
  seed: number;
  matchOn: string[] | null;
  inClassShare: { catalog: number; wild: number };
  wildQueryShare: number;
  split: { train: number; val: number; test: number };
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
export function parseGenerateInput(input: GenerateTripletsInput): RequestedRecipe {
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
  };
}

export interface SettledRecipe {
  recipe: TripletRecipe;
  /** What was chosen or changed because of what the catalog holds, in sentences. */
  notes: string[];
}

/** Fits the request to the products: chooses matchOn, drops what the catalog cannot give. */
export function settleRecipe(
  requested: RequestedRecipe,
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

const COLOUR = /^(base|primary|main|dominant)?[ _-]?colou?r$/i;
const PATTERN = /^(pattern|print)$/i;
/** An attribute that fewer products have says little about the catalog. */
const MIN_COVERAGE = 0.5;

/**
 * The attributes that make two products look alike: a colour, if at least half the products have
 * one and a third of them share it with another; a pattern too, where 70 % still have a partner.
 */
export function chooseMatchOn(products: readonly TripletProduct[]): string[] {
  const coverage = new Map<string, number>();
  for (const { attributes } of products) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== '') coverage.set(name, (coverage.get(name) ?? 0) + 1);
    }
  }
  const best = (wanted: RegExp) =>
    [...coverage]
      .filter(([name, count]) => wanted.test(name) && count >= MIN_COVERAGE * products.length)
      .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))[0]?.[0];
  const colour = best(COLOUR);
  const pattern = best(PATTERN);
  if (colour === undefined || pairedShare(products, [colour]) < 1 / 3) return [];
  const both = pattern === undefined ? [colour] : [colour, pattern];
  return pairedShare(products, both) >= 0.7 ? both : [colour];
}

/** Share of products that have another of the same category and values. */
function pairedShare(products: readonly TripletProduct[], names: readonly string[]): number {
  const groups = new Map<string, number>();
  for (const { category, attributes } of products) {
    const values = names.map((name) => attributes[name] ?? '');
    if (values.includes('')) continue;
    const key = JSON.stringify([category, ...values]);
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  let paired = 0;
  for (const size of groups.values()) if (size > 1) paired += size;
  return products.length === 0 ? 0 : paired / products.length;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
