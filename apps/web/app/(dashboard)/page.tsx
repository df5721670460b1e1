import type { Metadata } from 'next';
import { AutoRefresh } from '@/components/shared/auto-refresh';
import { PageHeader } from '@/components/shared/page-header';
import { query, tryQuery } from '@/lib/api/server';
import { OverviewQuery, OverviewRetrievalQuery } from '@/lib/api/status';
import { SampleTripletsQuery } from '@/lib/api/triplets';
import { isActive } from '@/lib/job';
import { ActivityList } from './_components/activity-list';
import { DoctorBox } from './_components/doctor-box';
import { NextSteps } from './_components/next-steps';
import { RunningTraining } from './_components/running-training';
import { StageFlow } from './_components/stage-flow';

export const metadata: Metadata = { title: { absolute: 'Semblance' } };

export default async function OverviewPage() {
  const overview = await query(OverviewQuery, {});
  const { status, tripletSets } = overview;
  const newestSet = tripletSets.find((set) => set.status === 'SUCCEEDED' && set.total > 0);
  const [triplet, retrieval] = await Promise.all([
    newestSet
      ? tryQuery(SampleTripletsQuery, { id: newestSet.id, split: 'TRAIN', seed: 3, count: 1 })
      : null,
    status.productionModel ? tryQuery(OverviewRetrievalQuery, {}) : null,
  ]);
  return (
    <>
      <PageHeader
        title="Overview"
        lead="From a product feed to “more like this”: five stages, each of which can be run again from the one before."
      />
      <AutoRefresh
        active={status.activity.some((entry) => isActive(entry.status))}
        everyMs={5000}
      />
      <StageFlow
        overview={overview}
        triplet={triplet?.data?.sampleTriplets[0] ?? null}
        retrieval={retrieval?.data?.sampleRetrievals[0] ?? null}
      />
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          {status.runningTrainingRun ? (
            <RunningTraining initial={status.runningTrainingRun} />
          ) : null}
          <NextSteps steps={status.nextSteps} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <ActivityList activity={status.activity} />
          <DoctorBox doctor={status.doctor} />
        </div>
      </div>
    </>
  );
}
