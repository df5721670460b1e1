'use client';

import { Ago } from '@/components/shared/ago';
import { CancelButton } from '@/components/shared/cancel-button';
import { JobState } from '@/components/shared/job-state';
import { CancelEmbeddingMutation } from '@/lib/api/embeddings';
import type { EmbedRunRowFragment } from '@/lib/api/generated/graphql';
import { useLive } from '@/lib/api/live';
import { embedRunSource } from '@/lib/api/live-rows';
import { formatCount, plural, shareOf } from '@/lib/format';
import { isActive } from '@/lib/job';

/** One embedding run, live while it is at work. */
export function EmbedRunRow({ initial }: { initial: EmbedRunRowFragment }) {
  const run = useLive(initial, embedRunSource);
  const active = isActive(run.status);
  const model = `${run.modelVersion.number}`;
  return (
    <li className="grid gap-2 px-4 py-3.5 sm:px-5">
      <JobState
        job={run}
        title={<span className="tnum font-medium text-[0.9375rem]">Model {model}</span>}
        actions={
          <>
            <span className="tnum text-muted-foreground text-sm">
              <Ago at={run.createdAt} />
            </span>
            {active ? (
              <CancelButton mutation={CancelEmbeddingMutation} job={run}>
                Cancel embedding
              </CancelButton>
            ) : null}
          </>
        }
        progress={{
          label: `Progress of embedding with model ${model}`,
          value: run.outOf ? shareOf(run.done, run.outOf) : null,
        }}
      >
        {formatCount(run.done)} of {formatCount(run.outOf ?? 0)} images
        {run.failed > 0 ? `, ${plural(run.failed, 'unreadable image')}` : null}
        {active && run.phase ? ` · ${run.phase}` : null}
        {run.promote ? (active ? ' · promotes when done' : ' · then promoted') : null}
      </JobState>
    </li>
  );
}
