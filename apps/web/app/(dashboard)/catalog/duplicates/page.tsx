import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Pager } from '@/components/shared/pager';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DuplicatesPageQuery } from '@/lib/api/duplicates';
import type {
  DuplicateKind,
  DuplicatesPageQuery as DuplicatesPageData,
} from '@/lib/api/generated/graphql';
import { query } from '@/lib/api/server';
import { duplicateKinds, readDuplicateKind } from '@/lib/catalog/duplicates';
import { one, type SearchParams } from '@/lib/url-state';
import { DuplicateRow } from './_components/duplicate-row';

export const metadata: Metadata = { title: 'Duplicate pictures' };

const path = '/catalog/duplicates';

export default async function DuplicatesPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const params = await searchParams;
  const kind = readDuplicateKind(one(params, 'kind'));
  const dismissed = one(params, 'dismissed') === '1';
  const { duplicateImages, duplicateCounts } = await query(DuplicatesPageQuery, {
    after: one(params, 'after'),
    kind,
    dismissed,
  });
  return (
    <>
      <PageHeader
        title="Duplicate pictures"
        lead="Pictures of different products that seem to show the same, the most alike first."
        back={{ href: '/catalog', name: 'Catalog' }}
      />
      <Kinds counts={duplicateCounts} chosen={dismissed ? 'dismissed' : (kind ?? 'all')} />
      {duplicateImages.nodes.length === 0 ? (
        <EmptyState title={dismissed ? 'Nothing was dismissed' : 'No duplicates here'}>
          <p>After each import, new pictures are compared with all others.</p>
        </EmptyState>
      ) : (
        <Card>
          <ul className="divide-y">
            {duplicateImages.nodes.map((pair) => (
              <DuplicateRow key={pair.id} pair={pair} />
            ))}
          </ul>
        </Card>
      )}
      <Pager path={path} params={params} pageInfo={duplicateImages.pageInfo} />
    </>
  );
}

interface KindsProps {
  counts: DuplicatesPageData['duplicateCounts'];
  chosen: DuplicateKind | 'all' | 'dismissed';
}

function Kinds({ counts, chosen }: KindsProps) {
  const countOf = (kind: DuplicateKind) => counts.find((each) => each.kind === kind)?.count ?? 0;
  return (
    <nav aria-label="Kinds" className="mb-6 flex flex-wrap gap-2">
      <Choice href={path} current={chosen === 'all'}>
        All
      </Choice>
      {duplicateKinds.map(({ value, label }) => (
        <Choice key={value} href={`${path}?kind=${value}`} current={chosen === value}>
          {label} <span className="tnum text-muted-foreground">{countOf(value)}</span>
        </Choice>
      ))}
      <Choice href={`${path}?dismissed=1`} current={chosen === 'dismissed'}>
        Dismissed
      </Choice>
    </nav>
  );
}

function Choice({
  href,
  current,
  children,
}: {
  href: string;
  current: boolean;
  children: React.ReactNode;
}) {
  return (
    <Button asChild size="small" variant={current ? 'primary' : 'outline'}>
      <Link href={href} aria-current={current ? 'page' : undefined}>
        {children}
      </Link>
    </Button>
  );
}
