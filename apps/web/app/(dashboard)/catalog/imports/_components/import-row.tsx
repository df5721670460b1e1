import Link from 'next/link';
import { Ago } from '@/components/shared/ago';
import { JobLine } from '@/components/shared/job-line';
import type { ImportRunRowFragment } from '@/lib/api/generated/graphql';
import { formatCount, plural, shareOf } from '@/lib/format';
import { ImportBadge } from './import-badge';

/** One import in the list; the row leads to its page. */
export function ImportRow({ run }: { run: ImportRunRowFragment }) {
  return (
    <li className="relative grid gap-x-6 gap-y-1.5 px-4 py-3.5 hover:bg-accent/50 sm:grid-cols-[minmax(0,1fr)_auto] sm:px-5">
      <div className="min-w-0">
        <h2 className="flex flex-wrap items-center gap-2.5 font-medium">
          <Link
            href={`/catalog/imports/${run.id}`}
            className="min-w-0 break-all after:absolute after:inset-0"
          >
            {run.sourceName}
          </Link>
          <ImportBadge run={run} />
        </h2>
        <p className="tnum text-muted-foreground text-sm">
          {run.dryRun ? 'for' : 'into'} {run.catalog.name} · {importOutcome(run)}
        </p>
        <JobLine
          job={run}
          name={run.sourceName}
          progress={run.rowsTotal ? shareOf(run.rowsRead, run.rowsTotal) : null}
        />
      </div>
      <p className="tnum text-muted-foreground text-sm sm:text-right">
        <Ago at={run.createdAt} />
        {run.issueCount > 0 ? (
          <span className="block text-warning">{plural(run.issueCount, 'issue')}</span>
        ) : null}
      </p>
    </li>
  );
}

function importOutcome(run: ImportRunRowFragment): string {
  const parts = [
    [run.created, run.dryRun ? 'to create' : 'created'],
    [run.updated, run.dryRun ? 'to update' : 'updated'],
    [run.unchanged, 'unchanged'],
    [run.removed, run.dryRun ? 'to remove' : 'removed'],
    [run.failed, run.dryRun ? 'to leave out' : 'left out'],
  ] as const;
  const shown = parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatCount(count)} ${word}`);
  return shown.join(', ') || `${plural(run.rowsRead, 'row')} read`;
}
