import type { Metadata } from 'next';
import { PageHeader } from '@/components/shared/page-header';
import { CatalogsQuery, ImportRunQuery } from '@/lib/api/catalog';
import { query } from '@/lib/api/server';
import { one, type SearchParams } from '@/lib/url-state';
import { type SourceDraft, SourceForm } from './_components/source-form';

export const metadata: Metadata = { title: 'Add a source' };

export default async function NewSourcePage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const repeated = one(await searchParams, 'import');
  const [{ catalogs }, draft] = await Promise.all([
    query(CatalogsQuery, {}),
    repeated === undefined ? {} : draftOf(repeated),
  ]);
  return (
    <>
      <PageHeader
        title="Add a source"
        lead="The worker fetches the feed at its times, the first time at once, and imports it when it has changed."
        back={{ href: '/catalog/imports/sources', name: 'Scheduled imports' }}
      />
      <SourceForm catalogNames={catalogs.map(({ name }) => name)} draft={draft} />
    </>
  );
}

/** As the import was that is to be repeated. */
async function draftOf(id: string): Promise<SourceDraft> {
  const { importRun } = await query(ImportRunQuery, { id });
  if (!importRun) return {};
  const { source, catalog, format, policy, removal } = importRun;
  return { address: source, catalog: catalog.name, format, policy, removal };
}
