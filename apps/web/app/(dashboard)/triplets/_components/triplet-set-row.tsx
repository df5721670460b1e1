import Link from 'next/link';
import { Ago } from '@/components/shared/ago';
import { JobLine } from '@/components/shared/job-line';
import { StatusBadge } from '@/components/shared/status-badge';
import type { TripletSetRowFragment } from '@/lib/api/generated/graphql';
import { formatCount, humanize, plural } from '@/lib/format';
import { splits } from '@/lib/splits';
import { totalsOf } from '@/lib/triplets/triplet-counts';

/** One triplet set in the list, with its counts by split. */
export function TripletSetRow({ set }: { set: TripletSetRowFragment }) {
  return (
    <li className="relative grid gap-x-6 gap-y-2 px-4 py-3.5 hover:bg-accent/50 sm:px-5 lg:grid-cols-[minmax(0,1fr)_auto_8rem] lg:items-center">
      <div className="min-w-0">
        <h2 className="flex flex-wrap items-center gap-2.5 font-medium">
          <Link href={`/triplets/${set.id}`} className="break-all after:absolute after:inset-0">
            {set.name} <span className="tnum text-muted-foreground">v{set.version}</span>
          </Link>
          {set.status === 'SUCCEEDED' ? null : <StatusBadge status={set.status} />}
        </h2>
        <p className="text-muted-foreground text-sm">
          {humanize(set.source)} from {set.catalog.name} · <Ago at={set.createdAt} />
          {set.issueCount > 0 ? (
            <span className="text-warning"> · {plural(set.issueCount, 'issue')}</span>
          ) : null}
        </p>
        <JobLine
          job={set}
          name={set.name}
          progress={set.status === 'QUEUED' ? null : set.progress}
        />
      </div>
      <dl className="tnum flex gap-6 text-sm">
        {splits.map(({ split, name }) => (
          <div key={split} className="lg:w-20 lg:text-right">
            <dt className="text-muted-foreground text-xs">{name}</dt>
            <dd>{formatCount(totalsOf(set.counts, split).total)}</dd>
          </div>
        ))}
      </dl>
      <p className="tnum text-sm lg:text-right">
        <span className="font-semibold text-lg">{formatCount(set.total)}</span> triplets
      </p>
    </li>
  );
}
