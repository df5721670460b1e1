import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/empty-state';
import { PageHeader } from '@/components/page-header';
import { StartForm } from '@/components/training/start-form';
import { Button } from '@/components/ui/button';
import { query } from '@/lib/api/server';
import { TrainingFormQuery, TrainingRunQuery } from '@/lib/api/training';
import { generateCommand } from '@/lib/commands';
import { jsonEntries } from '@/lib/format';
import { one, type SearchParams } from '@/lib/url-state';

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
  return (
    <>
      <PageHeader
        title="New training run"
        lead={
          copied
            ? `Starts from the configuration of ${copied.name}.`
            : 'The defaults train a small model that suits this machine; everything else is optional.'
        }
        back={{ href: '/training', name: 'Training' }}
      />
      {ready.length === 0 ? (
        <EmptyState title="Training needs triplets first" command={generateCommand}>
          <p>A model learns from triplets: make a set, then come back.</p>
          <Button asChild>
            <Link href="/triplets/new">Generate triplets</Link>
          </Button>
        </EmptyState>
      ) : (
        <StartForm
          defaults={trainingDefaults}
          initial={{
            ...Object.fromEntries(jsonEntries(trainingDefaults.config)),
            ...Object.fromEntries(jsonEntries(copied?.config)),
          }}
          tripletSets={ready}
          chosen={one(params, 'triplets') ?? copied?.tripletSet.id}
        />
      )}
    </>
  );
}
