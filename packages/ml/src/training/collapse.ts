import type { Strikes } from '../checkpoints/runProgress.ts';
import { MlError } from '../errors.ts';

/** Mean squared distance from the centre below which all images look alike to the model. */
const COLLAPSED_SPREAD = 1e-3;
/** One bad batch may be chance; this many in a row are not. */
const COLLAPSED_STEPS = 20;
/** Spread below which a model that still gets everything wrong may be on its way there. */
const CLOSING_SPREAD = 1e-2;
const CLOSING_SHARE = 0.98;
/** Steps of one kind in a row after which it is worth telling. */
const WARNING_STEPS = 50;

export const NO_STRIKES: Strikes = { collapsed: 0, closing: 0, idle: 0 };

/**
 * Watches whether the embeddings of a batch fall together, and whether the loss still teaches.
 *
 * @param spread mean squared distance of a batch's unit vectors from their mean (0..1)
 * @param activeShare share of comparisons that the loss still finds wrong
 * @throws {MlError} EMBEDDINGS_COLLAPSED
 */
export function watchCollapse(
  before: Strikes,
  step: number,
  { spread, activeShare }: { spread: number; activeShare: number },
): Strikes {
  const count = (holds: boolean, soFar: number) => (holds ? soFar + 1 : 0);
  const strikes = {
    collapsed: count(spread < COLLAPSED_SPREAD, before.collapsed),
    closing: count(spread < CLOSING_SPREAD && activeShare > CLOSING_SHARE, before.closing),
    idle: count(activeShare === 0, before.idle),
  };
  if (strikes.collapsed < COLLAPSED_STEPS) return strikes;
  throw new MlError(
    'EMBEDDINGS_COLLAPSED',
    `At step ${step} the model gives every image almost the same embedding. ` +
      'Lower the learning rate, widen the margin, or use semi-hard in place of hardest mining.',
    { step, spread, activeShare },
  );
}

/** A sentence for a person when something has looked bad for a while. */
export function warningOf({ closing, idle }: Strikes): string | undefined {
  if (closing >= WARNING_STEPS) {
    return (
      `For ${closing} steps almost all comparisons were wrong and all embeddings nearly equal: ` +
      'the model may be collapsing. Lower the learning rate or use semi-hard mining.'
    );
  }
  if (idle >= WARNING_STEPS) {
    return (
      `For ${idle} steps no comparison was left to learn from. ` +
      'Mine negatives from the batch, widen the margin, or stop here.'
    );
  }
  return undefined;
}
