import type { Metadata } from 'next';
import Link from 'next/link';
import { AutoRefresh } from '@/components/shared/auto-refresh';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { EmbeddingsQuery } from '@/lib/api/embeddings';
import { query } from '@/lib/api/server';
import { commands } from '@/lib/commands';
import { isActive } from '@/lib/job';
import { EmbedRunRow } from './_components/embed-run-row';
import { ModelCard } from './_components/model-card';

export const metadata: Metadata = { title: 'Embeddings' };

export default async function EmbeddingsPage() {
  const { models, embedRuns } = await query(EmbeddingsQuery, {});
  const newest = [...models].sort((a, b) => b.number - a.number);
  const active = embedRuns.filter((run) => isActive(run.status));
  return (
    <>
      <PageHeader
        title="Embeddings"
        lead="Each model version keeps its own vectors and index beside the others; production is the one that answers."
      />
      <AutoRefresh active={active.length > 0} />
      {newest.length === 0 ? (
        <EmptyState title="There is no model version yet" command={commands.train}>
          <p>A training run that succeeds registers one. Then its images are embedded here.</p>
          <Button asChild>
            <Link href="/training">Go to training</Link>
          </Button>
        </EmptyState>
      ) : (
        <ul className="grid gap-4 xl:grid-cols-2" aria-label="Model versions">
          {newest.map((model) => (
            <ModelCard
              key={model.id}
              model={model}
              run={active.find((run) => run.modelVersion.id === model.id) ?? null}
            />
          ))}
        </ul>
      )}
      {embedRuns.length > 0 ? (
        <Card className="mt-8" aria-labelledby="runs-heading">
          <CardHeader id="runs-heading" title="Embedding runs" />
          <ul className="mt-2 divide-y border-t">
            {embedRuns.map((run) => (
              <EmbedRunRow key={run.id} initial={run} />
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}
