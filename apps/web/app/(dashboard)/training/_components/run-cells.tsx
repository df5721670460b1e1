import Link from 'next/link';
import { JobSentence } from '@/components/shared/job-sentence';
import { StatusBadge } from '@/components/shared/status-badge';
import { Badge } from '@/components/ui/badge';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { TrainingRunsQuery } from '@/lib/api/generated/graphql';
import { formatCount, shareOf } from '@/lib/format';
import { isActive } from '@/lib/job';

export type RunRow = TrainingRunsQuery['trainingRuns']['nodes'][number];

export function RunNameCell({ run }: { run: RunRow }) {
  return (
    <div className="min-w-52">
      <Link
        href={`/training/${run.id}`}
        className="font-medium text-[0.9375rem] underline-offset-4 hover:underline"
      >
        {run.name}
      </Link>
      <p className="text-muted-foreground">
        {run.tripletSet.name} v{run.tripletSet.version}
        {run.modelVersion ? ` · model ${run.modelVersion.number}` : null}{' '}
        {run.modelVersion?.aliases.map((alias) => (
          <Badge key={alias} tone="positive">
            {alias}
          </Badge>
        ))}
      </p>
      <JobSentence job={run} className="max-w-md" />
    </div>
  );
}

export function RunStateCell({ run }: { run: RunRow }) {
  return (
    <div className="min-w-36">
      <StatusBadge status={run.status} />
      {isActive(run.status) ? (
        <ProgressBar
          className="mt-2"
          label={`Progress of ${run.name}`}
          value={run.totalSteps ? shareOf(run.step, run.totalSteps) : null}
        />
      ) : null}
      <p className="mt-1 text-muted-foreground text-xs">
        epoch {run.epoch} of {run.totalEpochs} · step {formatCount(run.step)}
      </p>
    </div>
  );
}
