import { Ban, CircleCheck, Clock, LoaderCircle, TriangleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { JobStatus } from '@/lib/api/generated/graphql';

const looks = {
  QUEUED: { tone: 'warning', word: 'Queued', Icon: Clock },
  RUNNING: { tone: 'query', word: 'Running', Icon: LoaderCircle },
  SUCCEEDED: { tone: 'positive', word: 'Succeeded', Icon: CircleCheck },
  FAILED: { tone: 'negative', word: 'Failed', Icon: TriangleAlert },
  CANCELLED: { tone: 'plain', word: 'Cancelled', Icon: Ban },
} as const;

/** A job's state as icon, word and colour. */
export function StatusBadge({ status }: { status: JobStatus }) {
  const { tone, word, Icon } = looks[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden className={status === 'RUNNING' ? 'animate-spin' : undefined} />
      {word}
    </Badge>
  );
}
