import { formatScore } from '@/lib/format';

/** Rank and cosine similarity: a number, and a bar that shows it at a glance. */
export function Score({
  rank,
  score,
  distance,
}: {
  rank: number;
  score: number;
  distance?: number;
}) {
  return (
    <div
      className="tnum grid grid-cols-[auto_1fr_auto] items-center gap-2 text-xs"
      title={distance === undefined ? undefined : `Euclidean distance ${distance.toFixed(3)}`}
    >
      <span className="text-muted-foreground">
        <span className="sr-only">Rank </span>
        {rank}
      </span>
      <span aria-hidden className="h-1 overflow-hidden rounded-full bg-muted">
        <span
          className="block h-full rounded-full bg-primary"
          style={{ width: `${Math.max(0, Math.min(1, score)) * 100}%` }}
        />
      </span>
      <span className="font-medium">
        <span className="sr-only">Score </span>
        {formatScore(score)}
      </span>
    </div>
  );
}
