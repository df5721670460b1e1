'use client';

import { useEffect, useState } from 'react';
import type { TrainingProgressFragment } from '@/lib/api/generated/graphql';
import { formatDuration, secondsBetween } from '@/lib/format';
import { isActive } from '@/lib/job';
import { secondsLeft } from '@/lib/training/training-time';

/** How long the run took or has been at it, and about how long it still needs. */
export function RunClock({ run }: { run: TrainingProgressFragment }) {
  const active = isActive(run.status);
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  if (!run.startedAt) return null;
  if (!active) {
    return run.finishedAt
      ? `took ${formatDuration(secondsBetween(run.startedAt, run.finishedAt, 0))}`
      : null;
  }
  if (now === null) return null;
  const left = secondsLeft(run, now);
  const spent = `${formatDuration(secondsBetween(run.startedAt, null, now))} so far`;
  return left === null ? spent : `${spent}, about ${formatDuration(left)} left`;
}
