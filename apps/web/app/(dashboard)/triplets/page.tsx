import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AutoRefresh } from '@/components/shared/auto-refresh';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { query } from '@/lib/api/server';
import { TripletSetsQuery } from '@/lib/api/triplets';
import { commands } from '@/lib/commands';
import { isActive } from '@/lib/job';
import { TripletSetRow } from './_components/triplet-set-row';

export const metadata: Metadata = { title: 'Triplets' };

export default async function TripletsPage() {
  const { tripletSets } = await query(TripletSetsQuery, {});
  return (
    <>
      <PageHeader
        title="Triplets"
        lead="What the model learns from: a query, a picture that is like it, and one that is not."
        actions={
          <>
            <Button variant="outline" asChild>
              <Link href="/triplets/new?from=csv">Import triplets</Link>
            </Button>
            <Button asChild>
              <Link href="/triplets/new">
                <Plus aria-hidden />
                Generate triplets
              </Link>
            </Button>
          </>
        }
      />
      <AutoRefresh active={tripletSets.some((set) => isActive(set.status))} />
      {tripletSets.length === 0 ? (
        <EmptyState title="There are no triplets yet" command={commands.triplets}>
          <p>
            Generate them from the catalog's categories and attributes, or import a published CSV.
          </p>
          <Button asChild>
            <Link href="/triplets/new">Generate triplets</Link>
          </Button>
        </EmptyState>
      ) : (
        <Card>
          <ul className="divide-y">
            {tripletSets.map((set) => (
              <TripletSetRow key={set.id} set={set} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
