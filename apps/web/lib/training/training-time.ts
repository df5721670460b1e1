/**
 * Seconds a run still needs, by its mean pace so far; null while nothing can be said.
 * What passed between the parts of a resumed run counts as worked: it then says too much.
 */
export function secondsLeft(
  run: { step: number; totalSteps?: number | null; startedAt?: string | null },
  now: number,
): number | null {
  if (!run.startedAt || !run.totalSteps || run.step < 5) return null;
  const elapsed = (now - Date.parse(run.startedAt)) / 1000;
  return Math.max(0, (elapsed / run.step) * (run.totalSteps - run.step));
}
