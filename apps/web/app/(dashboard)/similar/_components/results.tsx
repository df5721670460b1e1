import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { ProductCard } from '@/components/shared/product-card';
import { Score } from '@/components/shared/score';
import { Button } from '@/components/ui/button';
import type { SimilarProductsQuery } from '@/lib/api/generated/graphql';
import { plural } from '@/lib/format';
import { mostResults, pageSize, type SimilarState } from '@/lib/similar/similar-state';
import { type SearchParams, withParams } from '@/lib/url-state';
import { ResultsBar } from './results-bar';

interface ResultsProps {
  found: SimilarProductsQuery['similarProducts'];
  params: SearchParams;
  state: SimilarState;
  /** Whether there are several catalogs, so that a result's has to be named. */
  several: boolean;
}

/** Ranked products; a card becomes the next query. */
export function Results({ found, params, state, several }: ResultsProps) {
  const { edges, pageInfo } = found;
  const { first, picture } = state;
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
      <ResultsBar found={foundWords(found)} picture={picture} />
      <div className="photo-grid">
        {edges.map((edge, place) => (
          <ProductCard
            key={edge.node.id}
            product={edge.node}
            href={query(edge.node.id)}
            picture={picture === 'matched' ? edge.matchedImage.thumbnailUrl : undefined}
            catalog={several ? edge.node.catalog.name : undefined}
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

function foundWords({ edges, modelVersion, method, tookMs }: ResultsProps['found']): string {
  const { number, name } = modelVersion;
  const products = plural(edges.length, 'product');
  return `${products} by model ${number} (${name}), found ${methodWords(method)} in ${tookMs.toFixed(1)} ms`;
}

function methodWords(method: string): string {
  if (method === 'hnsw') return 'through the HNSW index';
  return method === 'exact' ? 'by exact comparison' : `by ${method}`;
}
