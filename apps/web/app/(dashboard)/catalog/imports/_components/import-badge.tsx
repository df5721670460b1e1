import { FileSearch } from 'lucide-react';
import { StatusBadge } from '@/components/shared/status-badge';
import { Badge } from '@/components/ui/badge';
import type { JobStatus } from '@/lib/api/generated/graphql';

/** The state of an import; a dry run that went through has not imported anything. */
export function ImportBadge({ run }: { run: { status: JobStatus; dryRun: boolean } }) {
  if (!run.dryRun) return <StatusBadge status={run.status} />;
  return (
    <>
      <Badge>
        <FileSearch aria-hidden />
        Dry run
      </Badge>
      {run.status === 'SUCCEEDED' ? null : <StatusBadge status={run.status} />}
    </>
  );
}
