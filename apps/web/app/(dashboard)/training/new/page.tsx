import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { query } from '@/lib/api/server';
import { TrainingFormQuery, TrainingRunQuery } from '@/lib/api/training';
import { commands } from '@/lib/commands';
import { one, type SearchParams } from '@/lib/url-state';
import { ConfigurationChoice } from './_components/configuration-choice';
import { StartForm } from './_components/start-form';

export const metadata: Metadata = { title: 'New training run' };

export default async function NewTrainingPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const params = await searchParams;
  const like = one(params, 'like');
  const [{ trainingDefaults, tripletSets }, model] = await Promise.all([
    query(TrainingFormQuery, {}),
    like ? query(TrainingRunQuery, { id: like }) : null,
  ]);
  const ready = tripletSets.filter((set) => set.status === 'SUCCEEDED' && set.total > 0);
  const copied = model?.trainingRun;
  const { configurations } = trainingDefaults;
  const named = configurations.find(({ name }) => name === one(params, 'configuration'));
  const triplets = one(params, 'triplets') ?? copied?.tripletSet.id;
  return (
    <>
      <PageHeader
        title="New training run"
        lead={
          named || copied
            ? `Starts from the configuration of ${named?.name ?? copied?.name}.`
            : 'The defaults train a small model that suits this machine; everything else is optional.'
        }
        back={{ href: '/training', name: 'Training' }}
      />
      {ready.length === 0 ? (
        <NoTriplets />
      ) : (
        <>
          <ConfigurationChoice configurations={configurations} chosen={named} triplets={triplets} />
          <StartForm
            key={named?.name}
            defaults={trainingDefaults}
            initial={named?.config ?? copied?.config ?? trainingDefaults.config}
            tripletSets={ready}
            chosen={triplets}
          />
        </>
      )}
    </>
  );
}

function NoTriplets() {
  return (
    <EmptyState title="Training needs triplets first" command={commands.triplets}>
      <p>A model learns from triplets: make a set, then come back.</p>
      <Button asChild>
        <Link href="/triplets/new">Generate triplets</Link>
      </Button>
    </EmptyState>
  );
}
