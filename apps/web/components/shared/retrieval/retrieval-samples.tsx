import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { InlineFailure } from '@/components/shared/failure';
import { Button } from '@/components/ui/button';
import { tryQuery } from '@/lib/api/server';
import { SampleRetrievalsQuery } from '@/lib/api/similar';
import { commands } from '@/lib/commands';
import { ReshuffleQueries } from './reshuffle-queries';
import { RetrievalRow } from './retrieval-row';

/** Random queries with what one model finds nearest, framed right or wrong by category. */
export async function RetrievalSamples({ model, seed }: { model: string; seed: number }) {
  const { data, failure } = await tryQuery(SampleRetrievalsQuery, {
    model,
    seed,
    count: 4,
    results: 6,
  });
  if (failure?.code === 'MODEL_NOT_READY') {
    return (
      <EmptyState title="The images are not embedded with this model yet" command={commands.embed}>
        <p>Embed them, and this shows what the model finds alike.</p>
        <Button variant="outline" asChild>
          <Link href="/embeddings">Go to embeddings</Link>
        </Button>
      </EmptyState>
    );
  }
  if (failure) return <InlineFailure failure={failure} />;
  if (data.sampleRetrievals.length === 0) {
    return <p className="text-muted-foreground text-sm">There is nothing to query with yet.</p>;
  }
  return (
    <>
      <ReshuffleQueries seed={seed} />
      <ul className="grid gap-5">
        {data.sampleRetrievals.map((row) => (
          <RetrievalRow
            key={row.query.id}
            row={{
              query: row.query,
              product: row.product ?? null,
              results: row.results.map(({ sameCategory, ...result }) => {
                return { ...result, right: sameCategory };
              }),
            }}
          />
        ))}
      </ul>
    </>
  );
}
