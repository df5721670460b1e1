/**
 * SVG path of a curve stretched over a box, oldest value left, largest on top.
 * Null for fewer than two finite values.
 */
export function sparklinePath(
  values: readonly number[],
  width: number,
  height: number,
): string | null {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length < 2) return null;
  const low = Math.min(...finite);
  const span = Math.max(...finite) - low || 1;
  const points = finite.map((value, place) => {
    const x = (place / (finite.length - 1)) * width;
    const y = height - ((value - low) / span) * height;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
