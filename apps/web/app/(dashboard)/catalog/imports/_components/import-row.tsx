import Link from 'next/link';
import { Ago } from '@/components/shared/ago';
import { StatusBadge } from '@/components/shared/status-badge';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { ImportRunRowFragment } from '@/lib/api/generated/graphql';
import { importedFrom } from '@/lib/catalog/import-source';
import { formatCount, plural, shareOf } from '@/lib/format';
import { isActive } from '@/lib/job';

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
            {importedFrom(run.source)}
          </Link>
          <StatusBadge status={run.status} />
        </h2>
        <p className="tnum text-muted-foreground text-sm">
          {run.dryRun ? 'dry run for' : 'into'} {run.catalog.name} · {importOutcome(run)}
        </p>
        {run.error && run.status === 'FAILED' ? (
          <p className="text-negative text-sm">{run.error}</p>
        ) : null}
        {isActive(run.status) ? (
          <ProgressBar
            className="mt-2 max-w-md"
            label={`Progress of ${importedFrom(run.source)}`}
            value={run.rowsTotal ? shareOf(run.rowsRead, run.rowsTotal) : null}
          />
        ) : null}
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
