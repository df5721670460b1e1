import type { Metadata } from 'next';
import { ImportForm } from '@/components/catalog/import-form';
import { PageHeader } from '@/components/page-header';
import { CatalogsQuery } from '@/lib/api/catalog';
import { query } from '@/lib/api/server';

export const metadata: Metadata = { title: 'Import a catalog' };

export default async function NewImportPage() {
  const { catalogs } = await query(CatalogsQuery, {});
  return (
    <>
      <PageHeader
        title="Import a catalog"
        lead="A CSV with one product per row, and the folder its image files lie in. Importing again updates what changed and leaves the rest alone."
        back={{ href: '/catalog/imports', name: 'Imports' }}
      />
      <ImportForm catalogNames={catalogs.map((catalog) => catalog.name)} />
    </>
  );
}
