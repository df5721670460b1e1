import type { NegativeKind, QueryKind, Split } from '../api/generated/graphql';
import { maxSeed } from '../seed.ts';
import { readSplit } from '../splits.ts';
import { integer, one, type SearchParams } from '../url-state.ts';

/** Which random rows of a triplet set are shown; kept in the address, so they can be shared. */
export interface SampleState {
  seed: number;
  /** One split alone; all of them when undefined. */
  split?: Split;
  queryKind?: QueryKind;
  negativeKind?: NegativeKind;
}

export function readSampleState(params: SearchParams): SampleState {
  return {
    seed: integer(params, 'seed', { fallback: 1, max: maxSeed }),
    split: readSplit(one(params, 'split')),
    queryKind: oneOf(params, 'query', ['WILD', 'CATALOG']),
    negativeKind: oneOf(params, 'negative', ['IN_CLASS', 'OUT_OF_CLASS']),
  };
}

function oneOf<Value extends string>(
  params: SearchParams,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const text = one(params, name);
  return values.find((value) => value === text);
}
