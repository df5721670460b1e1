import type { Random } from '../random.ts';

/** Items drawn with probability proportional to their weight, in O(log n) a draw. */
export class WeightedChoice<T> {
  readonly items: readonly T[];
  private readonly upTo: Float64Array;

  constructor(items: readonly T[], weight: (item: T) => number) {
    this.items = items;
    this.upTo = new Float64Array(items.length);
    let total = 0;
    items.forEach((item, i) => {
      total += weight(item);
      this.upTo[i] = total;
    });
  }

  /** One item, or undefined when there are none. */
  draw(random: Random): T | undefined {
    const target = random() * (this.upTo.at(-1) ?? 0);
    let low = 0;
    let high = this.items.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.upTo[middle] as number) > target) high = middle;
      else low = middle + 1;
    }
    return this.items[low];
  }

  /**
   * One item that `accepts` takes, or undefined when none does. A few free draws keep the usual
   * case fast; then the accepted ones are listed, so that a rare one is still found.
   */
  drawWhere(random: Random, accepts: (item: T) => boolean): T | undefined {
    for (let attempt = 0; attempt < 12; attempt++) {
      const item = this.draw(random);
      if (item === undefined) return undefined;
      if (accepts(item)) return item;
    }
    const accepted = this.items.filter(accepts);
    return accepted[Math.floor(random() * accepted.length)];
  }
}
