import { ProgressBar } from '@/components/ui/progress-bar';
import type { JobStateFragment } from '@/lib/api/generated/graphql';
import { isActive } from '@/lib/job';

interface JobLineProps {
  job: JobStateFragment;
  name: string;
  /** 0 to 1; null while the whole is not known. */
  progress: number | null;
}

/** Under a job in a list: why it failed, or how far it is. */
export function JobLine({ job, name, progress }: JobLineProps) {
  if (isActive(job.status)) {
    return <ProgressBar className="mt-2 max-w-md" label={`Progress of ${name}`} value={progress} />;
  }
  return job.error && job.status === 'FAILED' ? (
    <p className="text-negative text-sm">{job.error}</p>
  ) : null;
}
