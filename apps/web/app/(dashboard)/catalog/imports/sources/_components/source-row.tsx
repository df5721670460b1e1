import Link from 'next/link';
import { Ago } from '@/components/shared/ago';
import { Badge } from '@/components/ui/badge';
import type { ImportSourceRowFragment } from '@/lib/api/generated/graphql';
import { formatUntil, intervalName, lastResult } from '@/lib/catalog/import-schedule';
import { cn } from '@/lib/class-names';
import { SourceActions } from './source-actions';

interface SourceRowProps {
  source: ImportSourceRowFragment;
  now: number;
}

/** One source: what it keeps up to date, how the last time went and when the next one is. */
export function SourceRow({ source, now }: SourceRowProps) {
  const { enabled } = source;
  return (
    <li
      aria-label={source.address}
      className="grid gap-x-6 gap-y-3 px-4 py-4 sm:px-5 lg:grid-cols-[minmax(0,1fr)_auto]"
    >
      <div className="grid min-w-0 content-start gap-1">
        <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          <span className="min-w-0 break-all">{source.address}</span>
          {enabled ? null : <Badge tone="warning">Paused</Badge>}
        </h2>
        <p className="text-muted-foreground text-sm">
          into {source.catalog.name}, {intervalName(source.everyMinutes)}
          {enabled ? (
            <span className="tnum"> · next {formatUntil(source.nextAt, now)}</span>
          ) : (
            ' · no next time while it is paused'
          )}
        </p>
        <LastTime source={source} />
      </div>
      <SourceActions source={source} />
    </li>
  );
}

function LastTime({ source }: { source: ImportSourceRowFragment }) {
  const { tone, word, detail } = lastResult(source);
  const { lastAt, lastRun } = source;
  const looks = tone === 'negative' ? 'break-words text-negative' : 'text-muted-foreground';
  return (
    <p className="tnum flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <Badge tone={tone}>{word}</Badge>
      {lastAt ? (
        <span className="text-muted-foreground">
          <Ago at={lastAt} />
        </span>
      ) : null}
      {detail ? <span className={cn('min-w-0', looks)}>{detail}</span> : null}
      {lastRun ? (
        <Link
          href={`/catalog/imports/${lastRun.id}`}
          className="underline underline-offset-4 hover:no-underline"
        >
          Last import
        </Link>
      ) : null}
    </p>
  );
}
