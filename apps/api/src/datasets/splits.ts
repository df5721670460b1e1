import type { Split } from '../../../../prisma/client/enums.ts';

/** In the order in which a model meets them. */
export const SPLITS: readonly Split[] = ['TRAIN', 'VAL', 'TEST'];

export type BySplit<T> = Record<Split, T>;
