import { Copy } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Fragment, Suspense } from 'react';
import { DetailList } from '@/components/shared/detail-list';
import { PageHeader } from '@/components/shared/page-header';
import { RetrievalSamples } from '@/components/shared/retrieval/retrieval-samples';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import type { TrainingRunPageQuery } from '@/lib/api/generated/graphql';
import { queryById } from '@/lib/api/server';
import { TrainingRunQuery } from '@/lib/api/training';
import { formatCount, formatDate, formatValue, humanize } from '@/lib/format';
import { integer, type SearchParams } from '@/lib/url-state';
import { RunLive } from './_components/run-live';

export const metadata: Metadata = { title: 'Training run' };

type Run = NonNullable<TrainingRunPageQuery['trainingRun']>;

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function TrainingRunPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const run = await queryById(TrainingRunQuery, { id }, (answer) => answer.trainingRun);
  const seed = integer(await searchParams, 'seed', { fallback: 1 });
  return (
    <>
      <PageHeader
        title={run.name}
        lead={<Lineage run={run} />}
        back={{ href: '/training', name: 'Training' }}
        actions={
          <Button variant="outline" asChild>
            <Link href={`/training/new?like=${run.id}`}>
              <Copy aria-hidden />
              Start one like this
            </Link>
          </Button>
        }
      />
      <RunLive initial={run} curves={run.metrics} checkpoints={run.checkpoints} />
      {run.modelVersion ? <Retrievals model={run.modelVersion.id} seed={seed} /> : null}
      <Configuration run={run} />
    </>
  );
}

function Retrievals({ model, seed }: { model: string; seed: number }) {
  return (
    <section className="mt-10" aria-labelledby="retrievals-heading">
      <h2 id="retrievals-heading" className="mb-4 font-semibold text-lg">
        Sample retrievals
      </h2>
      <Suspense fallback={<Skeleton className="h-64" />}>
        <RetrievalSamples model={model} seed={seed} />
      </Suspense>
    </section>
  );
}

function Configuration({ run }: { run: Run }) {
  return (
    <Card className="mt-10" aria-labelledby="config-heading">
      <CardHeader
        id="config-heading"
        title="Configuration"
        hint="Resolved: what the run was really given."
      />
      <CardBody className="grid grid-cols-[minmax(0,1fr)] gap-x-12 lg:grid-cols-2">
        <DetailList
          items={Object.entries(run.config)
            .map(([key, value]) => ({ term: humanize(key), detail: formatValue(value) }))
            .sort((a, b) => a.term.localeCompare(b.term))}
        />
        <DetailList
          items={[
            { term: 'Backend', detail: run.backend ?? '–' },
            { term: 'Data fingerprint', detail: run.dataFingerprint ?? '–' },
            { term: 'Created', detail: formatDate(run.createdAt) },
            { term: 'Run id', detail: run.id },
          ]}
        />
      </CardBody>
    </Card>
  );
}

/** From which triplets the run learns, and which model it gave. */
function Lineage({ run }: { run: Run }) {
  const reports = (run.modelVersion?.evaluations ?? []).filter(
    ({ split, tripletSet }) => split === 'TEST' && tripletSet?.id === run.tripletSet.id,
  );
  return (
    <p className="tnum">
      Learns from{' '}
      <Link href={`/triplets/${run.tripletSet.id}`} className="underline underline-offset-4">
        {run.tripletSet.name} v{run.tripletSet.version}
      </Link>{' '}
      ({formatCount(run.tripletSet.total)} triplets)
      {run.modelVersion ? (
        <>
          , gave{' '}
          <Link href="/embeddings" className="underline underline-offset-4">
            model {run.modelVersion.number}
          </Link>
          {reports.map(({ id }) => (
            <Fragment key={id}>
              , judged in{' '}
              <Link href={`/embeddings/evaluations/${id}`} className="underline underline-offset-4">
                this report
              </Link>
            </Fragment>
          ))}
        </>
      ) : null}
      .
    </p>
  );
}
