'use client';

import { Square } from 'lucide-react';
import { CancelButton } from '@/components/shared/cancel-button';
import { JobState } from '@/components/shared/job-state';
import { Card, CardBody } from '@/components/ui/card';
import type { TripletSetRowFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { tripletSetSource } from '@/lib/api/live-rows';
import { CancelTripletSetMutation } from '@/lib/api/triplets';
import { activityOf, isActive } from '@/lib/job';

/** How far the making of a set has come; nothing once it stands. */
export function TripletSetLive({ initial }: { initial: TripletSetRowFragment }) {
  const set = useLive(initial, tripletSetSource);
  if (set.status === 'SUCCEEDED') return null;
  return (
    <Card aria-label="Progress" className="mb-6">
      <CardBody className="grid gap-3">
        <JobState
          job={set}
          actions={isActive(set.status) ? <CancelMaking set={set} /> : null}
          progress={{ label: 'Progress', value: set.status === 'QUEUED' ? null : set.progress }}
        >
          {activityOf(set)}
        </JobState>
      </CardBody>
    </Card>
  );
}

function CancelMaking({ set }: { set: TripletSetRowFragment }) {
  return (
    <CancelButton
      mutation={CancelTripletSetMutation}
      job={set}
      message="The set is not made; it keeps no triplets."
    >
      <Square aria-hidden />
      Cancel
    </CancelButton>
  );
}
