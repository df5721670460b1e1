import { CalendarClock, Upload } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AutoRefresh } from '@/components/shared/auto-refresh';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ImportRunsQuery } from '@/lib/api/catalog';
import { query } from '@/lib/api/server';
import { commands } from '@/lib/commands';
import { isActive } from '@/lib/job';
import { ImportRow } from './_components/import-row';

export const metadata: Metadata = { title: 'Imports' };

export default async function ImportsPage() {
  const { importRuns } = await query(ImportRunsQuery, {});
  // A dry run that was confirmed shows on the page of its import.
  const shown = importRuns.filter(({ confirmedAs }) => !confirmedAs);
  return (
    <>
      <PageHeader
        title="Imports"
        lead="Every import, what it changed, and the rows it could not take."
        back={{ href: '/catalog', name: 'Catalog' }}
        actions={
          <>
            <Button asChild variant="outline">
              <Link href="/catalog/imports/sources">
                <CalendarClock aria-hidden />
                Scheduled imports
              </Link>
            </Button>
            <Button asChild>
              <Link href="/catalog/imports/new">
                <Upload aria-hidden />
                Import a catalog
              </Link>
            </Button>
          </>
        }
      />
      <AutoRefresh active={importRuns.some((run) => isActive(run.status))} />
      {importRuns.length === 0 ? (
        <EmptyState title="Nothing was imported yet" command={commands.ingest}>
          <p>
            An import reads a CSV and a folder of images; running it again only applies changes.
          </p>
          <Button asChild>
            <Link href="/catalog/imports/new">Import a catalog</Link>
          </Button>
        </EmptyState>
      ) : (
        <Card>
          <ul className="divide-y">
            {shown.map((run) => (
              <ImportRow key={run.id} run={run} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
