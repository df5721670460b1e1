'use client';

import { JobState } from '@/components/shared/job-state';
import { Card, CardBody } from '@/components/ui/card';
import type { TripletSetRowFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { tripletSetSource } from '@/lib/api/live-rows';
import { formatPercent } from '@/lib/format';

/** How far the making of a set has come; nothing once it stands. */
export function TripletSetLive({ initial }: { initial: TripletSetRowFragment }) {
  const set = useLive(initial, tripletSetSource);
  if (set.status === 'SUCCEEDED') return null;
  return (
    <Card aria-label="Progress" className="mb-6">
      <CardBody className="grid gap-3">
        <JobState
          job={set}
          progress={{ label: 'Progress', value: set.status === 'QUEUED' ? null : set.progress }}
        >
          {set.status === 'RUNNING' ? formatPercent(set.progress) : null}
        </JobState>
      </CardBody>
    </Card>
  );
}
