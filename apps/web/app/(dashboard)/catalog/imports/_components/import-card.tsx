'use client';

import { Download } from 'lucide-react';
import { CancelButton } from '@/components/shared/cancel-button';
import { JobState } from '@/components/shared/job-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { CancelImportMutation } from '@/lib/api/catalog';
import type { ImportRunRowFragment } from '@/lib/api/generated/graphql';
import { formatCount, formatDuration, secondsBetween, shareOf } from '@/lib/format';
import { isActive } from '@/lib/job';
import { ImportBadge } from './import-badge';

/** State and counts of an import or of a dry run. */
export function ImportCard({ run }: { run: ImportRunRowFragment }) {
  return (
    <Card aria-label="Progress">
      <CardBody className="grid gap-4">
        <JobState
          job={run}
          badge={<ImportBadge run={run} />}
          actions={isActive(run.status) ? <CancelImport run={run} /> : <Report run={run} />}
          progress={{
            label: 'Rows read',
            value: run.rowsTotal ? shareOf(run.rowsRead, run.rowsTotal) : null,
          }}
        >
          <span suppressHydrationWarning>{timeTaken(run)}</span>
        </JobState>
        <Figures run={run} />
      </CardBody>
    </Card>
  );
}

function CancelImport({ run }: { run: ImportRunRowFragment }) {
  return (
    <CancelButton mutation={CancelImportMutation} job={run}>
      {run.dryRun ? 'Cancel dry run' : 'Cancel import'}
    </CancelButton>
  );
}

function Report({ run }: { run: ImportRunRowFragment }) {
  return (
    <Button variant="outline" size="small" asChild>
      <a href={run.reportUrl} download>
        <Download aria-hidden />
        Report as CSV
      </a>
    </Button>
  );
}

function timeTaken({ status, startedAt, finishedAt }: ImportRunRowFragment): string {
  if (!startedAt) return 'not started';
  const seconds = secondsBetween(startedAt, finishedAt ?? null, Date.now());
  return `${isActive(status) ? 'for' : 'took'} ${formatDuration(seconds)}`;
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
      {run.dryRun ? null : <Figure name="New images" value={run.imagesStored} />}
      <Figure name="With image" value={run.withImage} />
      <Figure name="With price" value={run.withPrice} />
      <Figure name="With category" value={run.withCategory} />
      <Figure name="With brand" value={run.withBrand} />
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
