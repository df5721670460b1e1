import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { ProductCard } from '@/components/shared/product-card';
import { Score } from '@/components/shared/score';
import { Button } from '@/components/ui/button';
import type { SimilarProductsQuery } from '@/lib/api/generated/graphql';
import { plural } from '@/lib/format';
import { mostResults, pageSize } from '@/lib/similar/similar-state';
import { type SearchParams, withParams } from '@/lib/url-state';

interface ResultsProps {
  found: SimilarProductsQuery['similarProducts'];
  params: SearchParams;
  first: number;
}

/** Ranked products; a card becomes the next query. */
export function Results({ found, params, first }: ResultsProps) {
  const { edges, modelVersion, pageInfo } = found;
  if (edges.length === 0) {
    return (
      <EmptyState title="No product passes these filters">
        <p>Remove one of the filters to see look-alikes again.</p>
      </EmptyState>
    );
  }
  const query = (id: string) =>
    `/similar${withParams(params, { product: id, upload: undefined, image: undefined, show: undefined })}`;
  return (
    <section aria-label="Results">
      <p className="tnum mb-4 text-muted-foreground text-sm">
        {plural(edges.length, 'product')} by model {modelVersion.number} ({modelVersion.name},{' '}
        {modelVersion.dimension} numbers), found {methodWords(found.method)} in{' '}
        {found.tookMs.toFixed(1)} ms
      </p>
      <div className="photo-grid">
        {edges.map((edge, place) => (
          <ProductCard
            key={edge.node.id}
            product={edge.node}
            href={query(edge.node.id)}
            picture={edge.matchedImage.thumbnailUrl}
            eager={place < 10}
          >
            <Score rank={edge.rank} score={edge.score} distance={edge.distance} />
          </ProductCard>
        ))}
      </div>
      {pageInfo.hasNextPage && first < mostResults ? (
        <div className="mt-8 text-center">
          <Button variant="outline" asChild>
            <Link
              scroll={false}
              href={`/similar${withParams(params, { show: Math.min(mostResults, first + pageSize) })}`}
            >
              Show more
            </Link>
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function methodWords(method: string): string {
  if (method === 'hnsw') return 'through the HNSW index';
  return method === 'exact' ? 'by exact comparison' : `by ${method}`;
}
