import type { JobStateFragment, JobStatus } from '@/lib/api/generated/graphql';
import { cn } from '@/lib/class-names';
import { isActive } from '@/lib/job';

interface JobSentenceProps {
  job: Pick<JobStateFragment, 'status' | 'error'>;
  className?: string;
}

const tones: Partial<Record<JobStatus, string>> = {
  FAILED: 'text-negative',
  // It succeeded, and yet there is something to know.
  SUCCEEDED: 'text-warning',
};

/** What a job said as it ended: why it failed, what stays of one that was cancelled. */
export function JobSentence({ job, className }: JobSentenceProps) {
  if (isActive(job.status) || !job.error) return null;
  return (
    <p
      className={cn('break-words text-sm', tones[job.status] ?? 'text-muted-foreground', className)}
    >
      {job.error}
    </p>
  );
}
