const colours: Record<string, string> = {
  TRAIN: 'var(--chart-1)',
  VAL: 'var(--chart-2)',
  TEST: 'var(--chart-3)',
};

/** The colour of a split's curves, the same in every chart. */
export function splitColour(split: string): string | undefined {
  return colours[split];
}
