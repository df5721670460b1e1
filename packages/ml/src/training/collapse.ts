import { MlError } from '../errors.ts';

/** Mean squared distance from the centre below which all images look alike to the model. */
const MIN_SPREAD = 1e-3;
/** One bad batch may be chance; this many in a row are not. */
const PATIENCE = 20;

/** Watches whether the embeddings of a batch fall together. */
export class CollapseGuard {
  private strikes = 0;

  /**
   * @param spread mean squared distance of a batch's unit vectors from their mean (0..1)
   * @param activeShare share of comparisons that the loss still finds wrong
   * @throws {MlError} EMBEDDINGS_COLLAPSED
   */
  observe(step: number, spread: number, activeShare: number): void {
    this.strikes = spread < MIN_SPREAD ? this.strikes + 1 : 0;
    if (this.strikes < PATIENCE) return;
    throw new MlError(
      'EMBEDDINGS_COLLAPSED',
      `At step ${step} the model gives every image almost the same embedding. ` +
        'Lower the learning rate, widen the margin, or use semi-hard in place of hardest mining.',
      { step, spread, activeShare },
    );
  }
}
