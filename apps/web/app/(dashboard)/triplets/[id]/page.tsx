import { Play } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import type { TripletSetPageQuery } from '@/lib/api/generated/graphql';
import { queryById } from '@/lib/api/server';
import { TripletSetQuery } from '@/lib/api/triplets';
import { humanize, plural } from '@/lib/format';
import { isActive } from '@/lib/job';
import { readSampleState } from '@/lib/triplets/sample-state';
import type { SearchParams } from '@/lib/url-state';
import { CountsCard } from './_components/counts-card';
import { OriginCard } from './_components/origin-card';
import { RowIssues } from './_components/row-issues';
import { Samples } from './_components/samples';
import { TripletSetLive } from './_components/triplet-set-live';

export const metadata: Metadata = { title: 'Triplet set' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function TripletSetPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const sample = readSampleState(await searchParams);
  const set = await queryById(TripletSetQuery, { id }, (answer) => answer.tripletSet);
  return (
    <>
      <Header set={set} />
      <TripletSetLive initial={set} />
      {set.total > 0 ? (
        <>
          <Samples setId={set.id} state={sample} />
          <CountsCard counts={set.counts} />
        </>
      ) : isActive(set.status) ? null : (
        <EmptyState title="This set holds no triplets">
          <p>{set.error ?? 'Its source gave none. Make another set with a different recipe.'}</p>
        </EmptyState>
      )}
      <OriginCard recipe={set.recipe} />
      <RowIssues issues={set.issues} count={set.issueCount} />
    </>
  );
}

function Header({ set }: { set: NonNullable<TripletSetPageQuery['tripletSet']> }) {
  return (
    <PageHeader
      title={
        <>
          {set.name} <span className="tnum text-muted-foreground">v{set.version}</span>
        </>
      }
      lead={`${humanize(set.source)} from ${set.catalog.name}, ${plural(set.total, 'triplet')}.`}
      back={{ href: '/triplets', name: 'Triplets' }}
      actions={
        set.status === 'SUCCEEDED' ? (
          <Button asChild>
            <Link href={`/training/new?triplets=${set.id}`}>
              <Play aria-hidden />
              Train on these
            </Link>
          </Button>
        ) : null
      }
    />
  );
}
