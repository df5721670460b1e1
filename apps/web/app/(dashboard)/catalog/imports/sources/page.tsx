import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AutoRefresh } from '@/components/shared/auto-refresh';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { query } from '@/lib/api/server';
import { ImportSourcesQuery } from '@/lib/api/sources';
import { commands } from '@/lib/commands';
import { SourceRow } from './_components/source-row';

export const metadata: Metadata = { title: 'Scheduled imports' };

const newSource = '/catalog/imports/sources/new';

/** What the worker does shows by itself: soon while something happens, else within its minute. */
const refreshMs = 5000;

export default async function SourcesPage() {
  const { importSources } = await query(ImportSourcesQuery, {});
  const now = Date.now();
  return (
    <>
      <PageHeader
        title="Scheduled imports"
        lead="Addresses that catalogs are imported from again and again. Nothing is done while a feed is unchanged."
        back={{ href: '/catalog/imports', name: 'Imports' }}
        actions={
          <Button asChild>
            <Link href={newSource}>
              <Plus aria-hidden />
              Add a source
            </Link>
          </Button>
        }
      />
      <AutoRefresh active={importSources.length > 0} everyMs={refreshMs} />
      {importSources.length === 0 ? (
        <EmptyState title="Nothing is imported on a schedule yet" command={commands.source}>
          <p>
            A source is an address whose feed is fetched at its times and imported if it changed.
          </p>
          <Button asChild>
            <Link href={newSource}>Add a source</Link>
          </Button>
        </EmptyState>
      ) : (
        <Card>
          <ul className="divide-y">
            {importSources.map((source) => (
              <SourceRow key={source.id} source={source} now={now} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
