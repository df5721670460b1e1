'use client';

import { Download } from 'lucide-react';
import { InlineFailure } from '@/components/shared/failure';
import { StatusBadge } from '@/components/shared/status-badge';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import { CancelImportMutation } from '@/lib/api/catalog';
import type { ImportRunRowFragment } from '@/lib/api/generated/graphql';
import { useMutation } from '@/lib/api/use-mutation';
import { formatCount, formatDuration, secondsBetween, shareOf } from '@/lib/format';
import { isActive } from '@/lib/job';

interface ImportCardProps {
  run: ImportRunRowFragment;
  /** Told once the wish to stop was handed in. */
  onCancelled?: () => void;
}

/** State and counts of an import or of a dry run. */
export function ImportCard({ run, onCancelled }: ImportCardProps) {
  const cancel = useMutation(CancelImportMutation);
  const active = isActive(run.status);
  return (
    <Card aria-label="Progress">
      <CardBody className="grid gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <StatusBadge status={run.status} />
          <span className="tnum text-muted-foreground text-sm" suppressHydrationWarning>
            {run.startedAt
              ? `${active ? 'for' : 'took'} ${formatDuration(secondsBetween(run.startedAt, run.finishedAt ?? null, Date.now()))}`
              : 'not started'}
          </span>
          {active ? (
            <Button
              variant="danger"
              size="small"
              className="ml-auto"
              disabled={cancel.pending}
              onClick={() => cancel.run({ id: run.id }).then(onCancelled)}
            >
              {run.dryRun ? 'Cancel dry run' : 'Cancel import'}
            </Button>
          ) : (
            <Button variant="outline" size="small" className="ml-auto" asChild>
              <a href={run.reportUrl} download>
                <Download aria-hidden />
                Report as CSV
              </a>
            </Button>
          )}
        </div>
        {run.error && run.status !== 'SUCCEEDED' ? (
          <InlineFailure failure={{ code: run.errorCode ?? run.status, message: run.error }} />
        ) : null}
        <InlineFailure failure={cancel.failure} />
        {active ? (
          <ProgressBar
            label="Rows read"
            value={run.rowsTotal ? shareOf(run.rowsRead, run.rowsTotal) : null}
          />
        ) : null}
        <Figures run={run} />
      </CardBody>
    </Card>
  );
}

/** The same counts, of what was done or of what would be. */
function Figures({ run }: { run: ImportRunRowFragment }) {
  const of = run.rowsTotal && run.rowsTotal !== run.rowsRead ? run.rowsTotal : undefined;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4 xl:grid-cols-7">
      <Figure name="Rows read" value={run.rowsRead} of={of} />
      <Figure name={run.dryRun ? 'To create' : 'Created'} value={run.created} />
      <Figure name={run.dryRun ? 'To update' : 'Updated'} value={run.updated} />
      <Figure name="Unchanged" value={run.unchanged} />
      <Figure name={run.dryRun ? 'To remove' : 'Removed'} value={run.removed} />
      <Figure name={run.dryRun ? 'To leave out' : 'Left out'} value={run.failed} />
      {run.dryRun ? null : <Figure name="Images stored" value={run.imagesStored} />}
    </dl>
  );
}

function Figure({ name, value, of }: { name: string; value: number; of?: number }) {
  return (
    <div className="tnum">
      <dt className="text-muted-foreground text-sm">{name}</dt>
      <dd className="font-semibold text-xl tracking-tight">
        {formatCount(value)}
        {of ? (
          <span className="font-normal text-muted-foreground text-sm"> of {formatCount(of)}</span>
        ) : null}
      </dd>
    </div>
  );
}
