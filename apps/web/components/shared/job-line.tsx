import { ProgressBar } from '@/components/ui/progress-bar';
import type { JobStateFragment } from '@/lib/api/generated/graphql';
import { isActive } from '@/lib/job';
import { JobSentence } from './job-sentence';

interface JobLineProps {
  job: JobStateFragment;
  name: string;
  /** 0 to 1; null while the whole is not known. */
  progress: number | null;
}

/** Under a job in a list: how far it is, or what it said as it ended. */
export function JobLine({ job, name, progress }: JobLineProps) {
  if (isActive(job.status)) {
    return <ProgressBar className="mt-2 max-w-md" label={`Progress of ${name}`} value={progress} />;
  }
  return <JobSentence job={job} />;
}
