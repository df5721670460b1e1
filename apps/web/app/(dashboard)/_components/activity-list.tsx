import Link from 'next/link';
import { Ago } from '@/components/shared/ago';
import { JobSentence } from '@/components/shared/job-sentence';
import { StatusBadge } from '@/components/shared/status-badge';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import type { OverviewQuery } from '@/lib/api/generated/graphql';
import { humanize } from '@/lib/format';
import { findSubjectPage } from '@/lib/subject';

export function ActivityList({ activity }: { activity: OverviewQuery['status']['activity'] }) {
  return (
    <Card aria-labelledby="activity-heading">
      <CardHeader id="activity-heading" title="Recent activity" />
      {activity.length === 0 ? (
        <CardBody className="text-muted-foreground text-sm">
          Imports, runs and embeddings appear here.
        </CardBody>
      ) : (
        <ul className="mt-2 divide-y">
          {activity.slice(0, 8).map((entry) => {
            const page = findSubjectPage(entry.subjectId);
            return (
              <li
                key={`${entry.subjectId} ${entry.at}`}
                className="flex items-start gap-3 px-4 py-2.5 text-sm sm:px-5"
              >
                <div className="min-w-0 flex-1">
                  {page ? (
                    <Link
                      href={page.href}
                      className="block truncate font-medium underline-offset-4 hover:underline"
                    >
                      {entry.title}
                    </Link>
                  ) : (
                    <span className="block truncate font-medium">{entry.title}</span>
                  )}
                  <span className="text-muted-foreground">
                    {humanize(entry.kind)} · <Ago at={entry.at} />
                  </span>
                  <JobSentence job={entry} className="line-clamp-2" />
                </div>
                <StatusBadge status={entry.status} />
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
