'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { InlineFailure } from '@/components/failure';
import { useMutation } from '@/components/forms/use-mutation';
import { StatusBadge } from '@/components/status-badge';
import { Button } from '@/components/ui/button';
import { Card, CardBody } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import { CancelImportMutation, ImportRunPoll, ImportRunUpdates } from '@/lib/api/catalog';
import type { ImportRunRowFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { formatCount, formatDuration, secondsBetween, share } from '@/lib/format';
import { isActive } from '@/lib/job';

const source = {
  updates: ImportRunUpdates,
  poll: ImportRunPoll,
  pick: (answer: { importRun?: ImportRunRowFragment | null }) => answer.importRun,
};

/** State and counts of one import, live while it runs. */
export function ImportLive({ initial }: { initial: ImportRunRowFragment }) {
  const run = useLive(initial, source);
  const router = useRouter();
  const cancel = useMutation(CancelImportMutation);
  const active = isActive(run.status);
  const wasActive = useRef(active);
  useEffect(() => {
    // The issues below were read while it ran.
    if (wasActive.current && !active) router.refresh();
    wasActive.current = active;
  }, [active, router]);
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
              onClick={() => cancel.run({ id: run.id }).then(() => router.refresh())}
            >
              Cancel import
            </Button>
          ) : null}
        </div>
        {run.error && run.status === 'FAILED' ? (
          <InlineFailure failure={{ code: run.errorCode ?? 'FAILED', message: run.error }} />
        ) : null}
        <InlineFailure failure={cancel.failure} />
        {active ? (
          <Progress
            label="Rows read"
            value={run.rowsTotal ? share(run.rowsRead, run.rowsTotal) : null}
          />
        ) : null}
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
          <Figure
            name="Rows read"
            value={run.rowsRead}
            of={run.rowsTotal && run.rowsTotal !== run.rowsRead ? run.rowsTotal : undefined}
          />
          <Figure name="Created" value={run.created} />
          <Figure name="Updated" value={run.updated} />
          <Figure name="Unchanged" value={run.unchanged} />
          <Figure name="Failed" value={run.failed} />
          <Figure name="Images stored" value={run.imagesStored} />
        </dl>
      </CardBody>
    </Card>
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
