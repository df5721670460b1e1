/** The three parts of a triplet set, in the order they are used. */

import type { Split } from './api/generated/graphql';

export const splits: readonly { split: Split; name: string; word: string }[] = [
  { split: 'TRAIN', name: 'Train', word: 'train' },
  { split: 'VAL', name: 'Validation', word: 'validation' },
  { split: 'TEST', name: 'Test', word: 'test' },
];

/** A split within a sentence or a table; the name itself for one that is not known. */
export function splitWord(name: string): string {
  return splits.find(({ split }) => split === name)?.word ?? name;
}

/** A split as a heading or a label. */
export function nameOfSplit(split: Split): string {
  return splits.find((each) => each.split === split)?.name ?? split;
}

/** The split that a form or an address names; undefined for anything else. */
export function readSplit(name: string | undefined): Split | undefined {
  return splits.find(({ split }) => split === name)?.split;
}
