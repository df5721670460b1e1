import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { CatalogsQuery } from '@/lib/api/catalog';
import { query } from '@/lib/api/server';
import { one, type SearchParams } from '@/lib/url-state';
import { TripletSetForm } from './_components/triplet-set-form';

export const metadata: Metadata = { title: 'New triplets' };

export default async function NewTripletsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const from = one(await searchParams, 'from') === 'csv' ? 'csv' : 'recipe';
  const { catalogs } = await query(CatalogsQuery, {});
  return (
    <>
      <PageHeader
        title="New triplets"
        lead="A set never changes once it stands; making one under the same name gives its next version."
        back={{ href: '/triplets', name: 'Triplets' }}
      />
      {catalogs.length === 0 ? (
        <EmptyState title="Triplets need a catalog first">
          <p>Import products and their images; then triplets can be made of them.</p>
          <Button asChild>
            <Link href="/catalog/imports/new">Import a catalog</Link>
          </Button>
        </EmptyState>
      ) : (
        <TripletSetForm catalogs={catalogs} from={from} />
      )}
    </>
  );
}
