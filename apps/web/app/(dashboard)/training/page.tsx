import { Play } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AutoRefresh } from '@/components/shared/auto-refresh';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Pager } from '@/components/shared/pager';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { query } from '@/lib/api/server';
import { TrainingRunsQuery } from '@/lib/api/training';
import { commands } from '@/lib/commands';
import { isActive } from '@/lib/job';
import { one, type SearchParams } from '@/lib/url-state';
import { RunsTable } from './_components/runs-table';

export const metadata: Metadata = { title: 'Training' };

export default async function TrainingPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const params = await searchParams;
  const { trainingRuns } = await query(TrainingRunsQuery, {
    first: 25,
    after: one(params, 'after'),
  });
  return (
    <>
      <PageHeader
        title="Training"
        lead="Every run with its configuration, curves and checkpoints."
        actions={
          <Button asChild>
            <Link href="/training/new">
              <Play aria-hidden />
              New training run
            </Link>
          </Button>
        }
      />
      <AutoRefresh active={trainingRuns.nodes.some((run) => isActive(run.status))} />
      {trainingRuns.nodes.length === 0 ? (
        <EmptyState title="Nothing was trained yet" command={commands.train}>
          <p>Pick a triplet set and start: the defaults train a small model on this machine.</p>
          <Button asChild>
            <Link href="/training/new">New training run</Link>
          </Button>
        </EmptyState>
      ) : (
        <Card className="overflow-hidden">
          <RunsTable runs={trainingRuns.nodes} />
        </Card>
      )}
      <Pager path="/training" params={params} pageInfo={trainingRuns.pageInfo} />
    </>
  );
}
