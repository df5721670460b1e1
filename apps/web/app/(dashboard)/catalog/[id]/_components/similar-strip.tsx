import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { InlineFailure } from '@/components/shared/failure';
import { ProductCard } from '@/components/shared/product-card';
import { Score } from '@/components/shared/score';
import { Button } from '@/components/ui/button';
import { tryQuery } from '@/lib/api/server';
import { SimilarProductsQuery } from '@/lib/api/similar';
import { commands } from '@/lib/commands';

interface SimilarStripProps {
  productId: string;
  /** Its catalog: products of others are named. */
  catalogId: string;
}

/** The nearest products of one product, by the promoted model. */
export async function SimilarStrip({ productId, catalogId }: SimilarStripProps) {
  const { data, failure } = await tryQuery(SimilarProductsQuery, {
    productId,
    first: 12,
    model: 'production',
  });
  if (failure?.code === 'NO_MODEL') {
    return (
      <EmptyState title="No model serves yet" command={commands.train}>
        <p>Train a model, embed the images and promote it; then similar products appear here.</p>
        <Button variant="outline" asChild>
          <Link href="/training">Go to training</Link>
        </Button>
      </EmptyState>
    );
  }
  if (failure) return <InlineFailure failure={failure} />;
  const { edges, modelVersion } = data.similarProducts;
  return (
    <>
      <p className="-mt-3 mb-4 text-muted-foreground text-sm">
        Ranked by model {modelVersion.number} ({modelVersion.name}), which serves as production.
      </p>
      <div className="photo-grid">
        {edges.map((edge) => (
          <ProductCard
            key={edge.node.id}
            product={edge.node}
            href={`/catalog/${edge.node.id}`}
            catalog={edge.node.catalog.id === catalogId ? undefined : edge.node.catalog.name}
          >
            <Score rank={edge.rank} score={edge.score} distance={edge.distance} />
          </ProductCard>
        ))}
      </div>
    </>
  );
}
