/** What all charts look like, as props of the chart library. */

export const tick = { fill: 'var(--muted-foreground)', fontSize: 12 };

export const tooltip = {
  isAnimationActive: false,
  separator: ' ',
  contentStyle: {
    background: 'var(--card)',
    border: '1px solid var(--border)',
    borderRadius: 6,
    fontSize: 13,
  },
} as const;
