import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { PageHeader } from '@/components/shared/page-header';
import { Button } from '@/components/ui/button';
import { EvaluationChoicesQuery } from '@/lib/api/evaluation';
import { query } from '@/lib/api/server';
import { one, type SearchParams } from '@/lib/url-state';
import { EvaluateForm } from './_components/evaluate-form';

export const metadata: Metadata = { title: 'Evaluate a model' };

export default async function NewEvaluationPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const model = one(await searchParams, 'model') ?? 'production';
  const { tripletSets } = await query(EvaluationChoicesQuery, {});
  const finished = tripletSets.filter(({ status }) => status === 'SUCCEEDED');
  return (
    <>
      <PageHeader
        title="Evaluate a model"
        lead="How well it does on products that it never saw: triplets, retrieval, and rankings to look at."
        back={{ href: '/embeddings', name: 'Embeddings' }}
      />
      {finished.length === 0 ? (
        <EmptyState title="There is no triplet set to judge it on">
          <Button asChild>
            <Link href="/triplets/new">Generate triplets</Link>
          </Button>
        </EmptyState>
      ) : (
        <EvaluateForm model={model} sets={finished} />
      )}
    </>
  );
}
