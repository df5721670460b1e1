import { Check, X } from 'lucide-react';
import Link from 'next/link';
import { Photo } from '@/components/shared/photo';
import { RoleLabel } from '@/components/shared/role-label';
import { cn } from '@/lib/class-names';
import { formatScore } from '@/lib/format';

interface Shown {
  id: string;
  thumbnailUrl: string;
}

/** A ranking to look at; pictures and products are null where they were deleted since. */
interface ShownRanking {
  query: Shown | null;
  product: { id: string; title: string } | null;
  results: readonly ShownResult[];
}

interface ShownResult {
  image: Shown | null;
  product: { id: string; title: string; category?: string | null } | null;
  score: number;
  /** Whether it is what was looked for, e.g. of the query's category. */
  right: boolean;
}

interface RetrievalRowProps {
  row: ShownRanking;
  /** Columns of the grid, the query's among them. */
  className?: string;
}

/** One query and its ranked results; each result says whether it is right. */
export function RetrievalRow({
  row,
  className = 'grid-cols-3 sm:grid-cols-4 lg:grid-cols-7',
}: RetrievalRowProps) {
  return (
    <li className={cn('grid gap-3', className)}>
      <figure className="group relative min-w-0">
        <Photo
          src={row.query?.thumbnailUrl}
          alt=""
          className="rounded-md border-2 border-query/60"
        />
        <figcaption className="mt-1.5 text-xs">
          <RoleLabel part="query" />
          <span className="block truncate">
            {row.product ? (
              <Link
                href={`/similar?product=${row.product.id}`}
                title={row.product.title}
                className="after:absolute after:inset-0 group-hover:underline"
              >
                {row.product.title}
              </Link>
            ) : null}
          </span>
        </figcaption>
      </figure>
      {row.results.map((result, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in the ranking is its identity
        <ResultFigure key={place} result={result} rank={place + 1} />
      ))}
    </li>
  );
}

function ResultFigure({ result, rank }: { result: ShownResult; rank: number }) {
  const Icon = result.right ? Check : X;
  return (
    <figure className="group relative min-w-0">
      <Photo
        src={result.image?.thumbnailUrl}
        alt=""
        className={cn(
          'rounded-md border-2',
          result.right ? 'border-positive/60' : 'border-negative/60',
        )}
      />
      <figcaption className="mt-1.5 text-xs">
        <span
          className={cn(
            'tnum flex items-center gap-1 font-medium',
            result.right ? 'text-positive' : 'text-negative',
          )}
        >
          <Icon aria-hidden className="size-3.5" />
          <span className="sr-only">
            Rank {rank}, {result.right ? 'right' : 'wrong'}, score{' '}
          </span>
          {formatScore(result.score)}
        </span>
        {result.product ? (
          <Link
            href={`/similar?product=${result.product.id}`}
            title={`${result.product.title}${result.product.category ? ` (${result.product.category})` : ''}`}
            className="block truncate after:absolute after:inset-0 group-hover:underline"
          >
            {result.product.title}
          </Link>
        ) : null}
      </figcaption>
    </figure>
  );
}
