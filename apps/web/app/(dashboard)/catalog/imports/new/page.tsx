import type { Metadata } from 'next';
import { PageHeader } from '@/components/shared/page-header';
import { ImportWizardQuery } from '@/lib/api/feeds';
import { query } from '@/lib/api/server';
import { ImportWizard } from './_components/import-wizard';

export const metadata: Metadata = { title: 'Import a catalog' };

export default async function NewImportPage() {
  const { catalogs, mappingFields } = await query(ImportWizardQuery, {});
  return (
    <>
      <PageHeader
        title="Import a catalog"
        lead="A feed as your shop exports it. Nothing is written before you have seen what would change; importing again updates what changed and leaves the rest alone."
        back={{ href: '/catalog/imports', name: 'Imports' }}
      />
      <ImportWizard
        catalogNames={catalogs.map((catalog) => catalog.name)}
        mappingFields={mappingFields}
      />
    </>
  );
}
