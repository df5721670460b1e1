import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import { EvaluationQuery } from '@/lib/api/evaluation';
import type {
  EvaluationPageQuery,
  RetrievalReportFragment,
  TripletReportFragment,
} from '@/lib/api/generated/graphql';
import { queryById } from '@/lib/api/server';
import { formatMetric, formatPercent, plural } from '@/lib/format';
import { labelSetName } from '@/lib/metrics';
import { splitWord } from '@/lib/splits';
import { EvaluationStatus } from './_components/evaluation-status';
import { RetrievalTable } from './_components/retrieval-table';
import { RocChart } from './_components/roc-chart';
import { SampleList } from './_components/sample-list';
import { TripletScoreTable } from './_components/triplet-score-table';

export const metadata: Metadata = { title: 'Evaluation' };

type Evaluation = NonNullable<EvaluationPageQuery['evaluation']>;

export default async function EvaluationPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const evaluation = await queryById(EvaluationQuery, { id }, (answer) => answer.evaluation);
  const { report } = evaluation;
  return (
    <>
      <PageHeader
        title={`Evaluation of model ${evaluation.modelVersion.number}`}
        lead={<Subject evaluation={evaluation} />}
        back={{ href: '/embeddings', name: 'Embeddings' }}
        actions={
          report ? (
            <Button variant="outline" asChild>
              <a href={`/evaluations/${evaluation.id}`} download>
                <Download aria-hidden />
                Report as JSON
              </a>
            </Button>
          ) : undefined
        }
      />
      {report ? <Report report={report} /> : <EvaluationStatus initial={evaluation} />}
      {evaluation.samples.length > 0 ? (
        <section className="mt-10" aria-labelledby="samples-heading">
          <h2 id="samples-heading" className="mb-4 font-semibold text-lg">
            Rankings of products that it never saw
          </h2>
          <SampleList samples={evaluation.samples} />
        </section>
      ) : null}
    </>
  );
}

function Report({ report }: { report: NonNullable<Evaluation['report']> }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {report.retrieval.map((section, place) => (
        <Retrieval key={section.labels.join('+')} id={`retrieval-${place}`} report={section} />
      ))}
      {report.triplets ? <Triplets report={report.triplets} /> : null}
    </div>
  );
}

function Retrieval({ id, report }: { id: string; report: RetrievalReportFragment }) {
  const { labels, loneQueries } = report;
  return (
    <Card aria-labelledby={id}>
      <CardHeader
        id={id}
        title={`Finding the same ${labelSetName(labels)}`}
        hint={
          loneQueries > 0
            ? `${plural(loneQueries, 'query has', 'queries have')} no match among these products and ${loneQueries === 1 ? 'is' : 'are'} left out.`
            : 'Photos of the query’s own product are neither found nor counted.'
        }
      />
      <div className="pt-2">
        <RetrievalTable report={report} label={`Retrieval of the same ${labelSetName(labels)}`} />
      </div>
    </Card>
  );
}

function Triplets({ report }: { report: TripletReportFragment }) {
  const { roc } = report;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-2">
      <Card aria-labelledby="triplets-heading">
        <CardHeader
          id="triplets-heading"
          title="Triplets"
          hint="Right where the positive is nearer to the query than the negative."
        />
        <div className="pt-2">
          <TripletScoreTable report={report} />
        </div>
      </Card>
      <Card aria-labelledby="roc-heading">
        <CardHeader
          id="roc-heading"
          title="ROC of distances"
          hint={`Area ${formatMetric(roc.areaUnderCurve)}; equal error ${formatPercent(roc.equalErrorRate, 1)} at distance ${formatMetric(roc.equalErrorThreshold)}.`}
        />
        <CardBody>
          <RocChart roc={roc} />
        </CardBody>
      </Card>
    </div>
  );
}

function Subject({ evaluation }: { evaluation: Evaluation }) {
  const { modelVersion, tripletSet, split } = evaluation;
  return (
    <p className="tnum">
      {modelVersion.name} ({modelVersion.architecture}) on the {splitWord(split)} split of{' '}
      {tripletSet ? (
        <Link href={`/triplets/${tripletSet.id}`} className="underline underline-offset-4">
          {tripletSet.name} v{tripletSet.version}
        </Link>
      ) : (
        'a triplet set deleted since'
      )}
      .
    </p>
  );
}
