import type { ComponentProps, ReactNode } from 'react';
import { ProgressBar } from '@/components/ui/progress-bar';
import type { JobStateFragment } from '@/lib/api/generated/graphql';
import { isActive } from '@/lib/job';
import { JobSentence } from './job-sentence';
import { StatusBadge } from './status-badge';

interface JobStateProps {
  job: JobStateFragment;
  /** What the job is about, where the page does not say it. */
  title?: ReactNode;
  /** Of its state, where the job is of a special kind. */
  badge?: ReactNode;
  /** Beside the state: how long, how far. */
  children?: ReactNode;
  /** At the end of the line: what can be done about it. */
  actions?: ReactNode;
  /** Shown while the job is active. */
  progress?: ComponentProps<typeof ProgressBar>;
}

/** The state of one job: a line, a bar while it is at work, and what it said as it ended. */
export function JobState({ job, title, badge, children, actions, progress }: JobStateProps) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {title}
        {badge ?? <StatusBadge status={job.status} />}
        <div className="tnum text-muted-foreground text-sm">{children}</div>
        {actions ? (
          <div className="ml-auto flex flex-wrap items-center gap-x-4 gap-y-2">{actions}</div>
        ) : null}
      </div>
      {progress && isActive(job.status) ? <ProgressBar {...progress} /> : null}
      <JobSentence job={job} />
    </>
  );
}
