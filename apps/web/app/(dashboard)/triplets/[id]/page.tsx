import { Play } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DetailList } from '@/components/shared/detail-list';
import { EmptyState } from '@/components/shared/empty-state';
import { IssueTable } from '@/components/shared/issue-table';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import { query } from '@/lib/api/server';
import { TripletSetQuery } from '@/lib/api/triplets';
import { formatValue, humanize, jsonEntries, plural } from '@/lib/format';
import { isActive } from '@/lib/job';
import { splits } from '@/lib/splits';
import { readSampleState } from '@/lib/triplets/sample-state';
import type { SearchParams } from '@/lib/url-state';
import { CountsTable } from './_components/counts-table';
import { SampleControls } from './_components/sample-controls';
import { SplitSample } from './_components/split-sample';
import { TripletSetLive } from './_components/triplet-set-live';

export const metadata: Metadata = { title: 'Triplet set' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function TripletSetPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const sample = readSampleState(await searchParams);
  const { tripletSet: set } = await query(TripletSetQuery, { id });
  if (!set) notFound();
  const shown = splits.filter(({ split }) => !sample.split || sample.split === split);
  const recipe = jsonEntries(set.recipe);
  return (
    <>
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
      <TripletSetLive initial={set} />
      {set.total > 0 ? (
        <>
          <SampleControls state={sample} />
          <div className={sample.split ? '' : 'grid gap-x-8 gap-y-8 md:grid-cols-2 xl:grid-cols-3'}>
            {shown.map(({ split, name }) => (
              <SplitSample key={split} setId={set.id} split={split} name={name} state={sample} />
            ))}
          </div>
          <Card className="mt-10" aria-labelledby="counts-heading">
            <CardHeader
              id="counts-heading"
              title="Counts"
              hint="By split, kind of query and kind of negative."
            />
            <CountsTable counts={set.counts} />
          </Card>
        </>
      ) : isActive(set.status) ? null : (
        <EmptyState title="This set holds no triplets">
          <p>{set.error ?? 'Its source gave none. Make another set with a different recipe.'}</p>
        </EmptyState>
      )}
      {recipe.length > 0 ? (
        <Card className="mt-6" aria-labelledby="recipe-heading">
          <CardHeader
            id="recipe-heading"
            title={set.source === 'GENERATED' ? 'Recipe' : 'Origin'}
            hint={
              set.source === 'GENERATED'
                ? 'The same recipe and seed give the same triplets.'
                : 'What this set was made of.'
            }
          />
          <CardBody className="max-w-2xl">
            <DetailList
              items={recipe.map(([key, value]) => ({
                term: humanize(key),
                detail: formatValue(value),
              }))}
            />
          </CardBody>
        </Card>
      ) : null}
      {set.issues.length > 0 ? (
        <Card className="mt-6" aria-labelledby="issues-heading">
          <CardHeader
            id="issues-heading"
            title="Issues"
            hint={`${plural(set.issueCount, 'row')} could not be taken.`}
          />
          <IssueTable issues={set.issues} />
        </Card>
      ) : null}
    </>
  );
}
