'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { ImportRunPoll, ImportRunUpdates } from '@/lib/api/catalog';
import type { ImportRunRowFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { isActive } from '@/lib/job';
import { ImportCard } from '../../_components/import-card';

const source = {
  updates: ImportRunUpdates,
  poll: ImportRunPoll,
  pick: (answer: { importRun?: ImportRunRowFragment | null }) => answer.importRun,
};

/** State and counts of one import, live while it runs. */
export function ImportLive({ initial }: { initial: ImportRunRowFragment }) {
  const run = useLive(initial, source);
  const router = useRouter();
  const active = isActive(run.status);
  const wasActive = useRef(active);
  useEffect(() => {
    // The issues below were read while it ran.
    if (wasActive.current && !active) router.refresh();
    wasActive.current = active;
  }, [active, router]);
  return <ImportCard run={run} onCancelled={() => router.refresh()} />;
}
