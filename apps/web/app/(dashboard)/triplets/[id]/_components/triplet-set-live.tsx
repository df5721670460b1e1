'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { InlineFailure } from '@/components/shared/failure';
import { StatusBadge } from '@/components/shared/status-badge';
import { Card, CardBody } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { TripletSetRowFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { TripletSetPoll, TripletSetUpdates } from '@/lib/api/triplets';
import { formatPercent } from '@/lib/format';
import { isActive } from '@/lib/job';

const source = {
  updates: TripletSetUpdates,
  poll: TripletSetPoll,
  pick: (answer: { tripletSet?: TripletSetRowFragment | null }) => answer.tripletSet,
};

/** How far the making of a set has come; nothing once it stands. */
export function TripletSetLive({ initial }: { initial: TripletSetRowFragment }) {
  const set = useLive(initial, source);
  const router = useRouter();
  const active = isActive(set.status);
  const wasActive = useRef(active);
  useEffect(() => {
    if (wasActive.current && !active) router.refresh();
    wasActive.current = active;
  }, [active, router]);
  if (set.status === 'SUCCEEDED') return null;
  return (
    <Card aria-label="Progress" className="mb-6">
      <CardBody className="grid gap-3">
        <div className="flex items-center justify-between gap-3">
          <StatusBadge status={set.status} />
          {set.status === 'RUNNING' ? (
            <span className="tnum text-muted-foreground text-sm">
              {formatPercent(set.progress)}
            </span>
          ) : null}
        </div>
        {active ? (
          <ProgressBar label="Progress" value={set.status === 'QUEUED' ? null : set.progress} />
        ) : null}
        {set.error && set.status === 'FAILED' ? (
          <InlineFailure failure={{ code: set.errorCode ?? 'FAILED', message: set.error }} />
        ) : null}
      </CardBody>
    </Card>
  );
}
