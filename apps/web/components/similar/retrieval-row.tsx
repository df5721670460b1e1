import { Check, X } from 'lucide-react';
import Link from 'next/link';
import { Photo } from '@/components/photo';
import { RoleLabel } from '@/components/role-label';
import type { RetrievalRowFragment } from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';
import { formatScore } from '@/lib/format';

/** One query and its ranked results; each result says whether its category is right. */
export function RetrievalRow({ row }: { row: RetrievalRowFragment }) {
  return (
    <li className="grid grid-cols-3 gap-3 sm:grid-cols-4 lg:grid-cols-7">
      <figure className="group relative min-w-0">
        <Photo
          src={row.query.thumbnailUrl}
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
        <ResultFigure key={result.image.id} result={result} rank={place + 1} />
      ))}
    </li>
  );
}

function ResultFigure({
  result,
  rank,
}: {
  result: RetrievalRowFragment['results'][number];
  rank: number;
}) {
  const Icon = result.sameCategory ? Check : X;
  return (
    <figure className="group relative min-w-0">
      <Photo
        src={result.image.thumbnailUrl}
        alt=""
        className={cn(
          'rounded-md border-2',
          result.sameCategory ? 'border-positive/60' : 'border-negative/60',
        )}
      />
      <figcaption className="mt-1.5 text-xs">
        <span
          className={cn(
            'tnum flex items-center gap-1 font-medium',
            result.sameCategory ? 'text-positive' : 'text-negative',
          )}
        >
          <Icon aria-hidden className="size-3.5" />
          <span className="sr-only">
            Rank {rank}, {result.sameCategory ? 'right category' : 'wrong category'}, score{' '}
          </span>
          {formatScore(result.score)}
        </span>
        <Link
          href={`/similar?product=${result.product.id}`}
          title={`${result.product.title}${result.product.category ? ` (${result.product.category})` : ''}`}
          className="block truncate after:absolute after:inset-0 group-hover:underline"
        >
          {result.product.title}
        </Link>
      </figcaption>
    </figure>
  );
}
