import { CalendarClock } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { IssueTable } from '@/components/shared/issue-table';
import { PageHeader } from '@/components/shared/page-header';
import { Pager } from '@/components/shared/pager';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader } from '@/components/ui/card';
import { ImportRunQuery } from '@/lib/api/catalog';
import type { ImportRunPageQuery } from '@/lib/api/generated/graphql';
import { queryById } from '@/lib/api/server';
import { formatName } from '@/lib/catalog/feed-words';
import { isAddress, readFrom } from '@/lib/catalog/import-source';
import { formatDate, plural } from '@/lib/format';
import { one, type SearchParams } from '@/lib/url-state';
import { PlanLive } from '../_components/plan-live';
import { ImportLive } from './_components/import-live';

export const metadata: Metadata = { title: 'Import' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ImportPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const search = await searchParams;
  const variables = { id, after: one(search, 'after') };
  const importRun = await queryById(ImportRunQuery, variables, (answer) => answer.importRun);
  const { issues } = importRun;
  return (
    <>
      <PageHeader
        title={<span className="break-words">{importRun.sourceName}</span>}
        lead={<Lead run={importRun} />}
        back={{ href: '/catalog/imports', name: 'Imports' }}
        actions={
          isAddress(importRun.source) && !importRun.dryRun ? (
            <Button asChild variant="outline">
              <Link href={`/catalog/imports/sources/new?import=${encodeURIComponent(id)}`}>
                <CalendarClock aria-hidden />
                Repeat this import
              </Link>
            </Button>
          ) : null
        }
      />
      {importRun.dryRun ? <PlanLive initial={importRun} /> : <ImportLive initial={importRun} />}
      <Card className="mt-6" aria-labelledby="issues-heading">
        <CardHeader
          id="issues-heading"
          title="Issues"
          hint={
            importRun.issueCount > 0
              ? `${plural(importRun.issueCount, 'row or picture', 'rows or pictures')} could not be taken. Correct them in the source and import again: rows that already stand stay as they are.`
              : 'Every row that was read could be taken.'
          }
        />
        {issues.nodes.length > 0 ? <IssueTable issues={issues.nodes} /> : <CardBody />}
      </Card>
      <Pager path={`/catalog/imports/${id}`} params={search} pageInfo={issues.pageInfo} />
    </>
  );
}

type Run = NonNullable<ImportRunPageQuery['importRun']>;

/** Of what kind it is, into which catalog, and what was read from where. */
function Lead({ run }: { run: Run }) {
  const from = readFrom(run.source);
  const read = [formatName(run.format), run.encoding?.toUpperCase()].filter(Boolean).join(', ');
  return (
    <>
      <p>
        {run.dryRun ? 'Dry run of an import' : 'Import'} into {run.catalog.name},{' '}
        {formatDate(run.createdAt)}. {read}.
        {run.plan ? (
          <>
            {' '}
            <Link href={`/catalog/imports/${run.plan.id}`} className="underline underline-offset-4">
              Its dry run
            </Link>
          </>
        ) : null}
      </p>
      {from ? <p className="break-all text-sm">Read from {from}</p> : null}
    </>
  );
}
