'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { Ago } from '@/components/shared/ago';
import { InlineFailure } from '@/components/shared/failure';
import { StatusBadge } from '@/components/shared/status-badge';
import { Button } from '@/components/ui/button';
import { ProgressBar } from '@/components/ui/progress-bar';
import { CancelEmbeddingMutation, EmbedRunPoll, EmbedRunUpdates } from '@/lib/api/embeddings';
import type { EmbedRunRowFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { useMutation } from '@/lib/api/use-mutation';
import { formatCount, plural, shareOf } from '@/lib/format';
import { isActive } from '@/lib/job';

const source = {
  updates: EmbedRunUpdates,
  poll: EmbedRunPoll,
  pick: (answer: { embedRun?: EmbedRunRowFragment | null }) => answer.embedRun,
};

/** One embedding run, live while it is at work. */
export function EmbedRunRow({ initial }: { initial: EmbedRunRowFragment }) {
  const run = useLive(initial, source);
  const router = useRouter();
  const cancel = useMutation(CancelEmbeddingMutation);
  const active = isActive(run.status);
  const wasActive = useRef(active);
  useEffect(() => {
    if (wasActive.current && !active) router.refresh();
    wasActive.current = active;
  }, [active, router]);
  return (
    <li className="grid gap-2 px-4 py-3.5 sm:px-5">
      <div className="tnum flex flex-wrap items-center gap-x-4 gap-y-1.5 text-sm">
        <span className="font-medium text-[0.9375rem]">Model {run.modelVersion.number}</span>
        <StatusBadge status={run.status} />
        <span className="text-muted-foreground">
          {formatCount(run.done)} of {formatCount(run.total)} images
          {run.failed > 0 ? `, ${plural(run.failed, 'unreadable image')}` : null}
          {active && run.phase ? ` · ${run.phase}` : null}
          {run.promote ? (active ? ' · promotes when done' : ' · then promoted') : null}
        </span>
        <span className="ml-auto text-muted-foreground">
          <Ago at={run.createdAt} />
        </span>
        {active ? (
          <Button
            variant="danger"
            size="small"
            disabled={cancel.pending || run.cancelRequested}
            onClick={() => cancel.run({ id: run.id }).then(() => router.refresh())}
          >
            Cancel embedding
          </Button>
        ) : null}
      </div>
      {active ? (
        <ProgressBar
          label={`Progress of embedding with model ${run.modelVersion.number}`}
          value={run.total > 0 ? shareOf(run.done, run.total) : null}
        />
      ) : null}
      {run.error && run.status === 'FAILED' ? (
        <InlineFailure failure={{ code: run.errorCode ?? 'FAILED', message: run.error }} />
      ) : null}
      <InlineFailure failure={cancel.failure} />
    </li>
  );
}
