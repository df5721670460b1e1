import type { ComponentProps } from 'react';
import { IssueTable } from '@/components/shared/issue-table';
import { Card, CardHeader } from '@/components/ui/card';
import { plural } from '@/lib/format';

interface RowIssuesProps extends ComponentProps<typeof IssueTable> {
  /** All of them; of many only the first ones are shown. */
  count: number;
}

/** Rows of the source that gave no triplet; nothing where all did. */
export function RowIssues({ issues, count }: RowIssuesProps) {
  if (issues.length === 0) return null;
  return (
    <Card className="mt-6" aria-labelledby="issues-heading">
      <CardHeader
        id="issues-heading"
        title="Issues"
        hint={`${plural(count, 'row')} could not be taken.`}
      />
      <IssueTable issues={issues} />
    </Card>
  );
}
