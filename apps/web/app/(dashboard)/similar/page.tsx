import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { PageFailure } from '@/components/shared/failure';
import { ProductFilters } from '@/components/shared/filters/product-filters';
import { PageHeader } from '@/components/shared/page-header';
import { RetrievalSamples } from '@/components/shared/retrieval/retrieval-samples';
import { Button } from '@/components/ui/button';
import { CatalogFacetsQuery, ProductQuery } from '@/lib/api/catalog';
import { ModelOptionsQuery } from '@/lib/api/embeddings';
import { query, tryQuery } from '@/lib/api/server';
import { SimilarProductsQuery } from '@/lib/api/similar';
import { commands } from '@/lib/commands';
import { readSimilarState, type SimilarState } from '@/lib/similar/similar-state';
import type { SearchParams } from '@/lib/url-state';
import { ModelSelect } from './_components/model-select';
import { QueryPanel } from './_components/query-panel';
import { Results } from './_components/results';

export const metadata: Metadata = { title: 'Similar' };

export default async function SimilarPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const params = await searchParams;
  const state = readSimilarState(params);
  const { models, facets, product, found } = await readPage(state);
  return (
    <>
      <PageHeader
        title="Similar"
        lead="Pick a product or show a photo; the catalog answers with what looks most like it."
        actions={models.length > 0 ? <ModelSelect models={models} value={state.model} /> : null}
      />
      {models.length === 0 ? (
        <NoModel />
      ) : (
        <div className="grid items-start gap-8 lg:grid-cols-[18rem_minmax(0,1fr)] xl:gap-10">
          <QueryPanel
            product={product?.data?.product ?? null}
            uploadId={state.uploadId ?? null}
            queryImage={found?.data?.similarProducts.queryImage?.thumbnailUrl ?? null}
          />
          <div className="min-w-0">
            {found ? (
              <>
                <ProductFilters catalogs={facets.catalogs} searchable={false} />
                {found.failure ? (
                  <PageFailure failure={found.failure} heading="h2" />
                ) : (
                  <Results
                    found={found.data.similarProducts}
                    params={params}
                    state={state}
                    several={facets.catalogs.length > 1}
                  />
                )}
              </>
            ) : (
              <Examples state={state} />
            )}
          </div>
        </div>
      )}
    </>
  );
}

/** What the page shows; `found` is null while nothing is asked for. */
async function readPage({ productId, subject, first, filter, model }: SimilarState) {
  const [{ models }, facets, product, found] = await Promise.all([
    query(ModelOptionsQuery, {}),
    query(CatalogFacetsQuery, {}),
    productId ? tryQuery(ProductQuery, { id: productId }) : null,
    subject ? tryQuery(SimilarProductsQuery, { ...subject, first, filter, model }) : null,
  ]);
  return { models, facets, product, found };
}

function Examples({ state }: { state: SimilarState }) {
  return (
    <section aria-labelledby="examples-heading">
      <h2 id="examples-heading" className="mb-3 font-semibold text-lg">
        Examples from the catalog
      </h2>
      <RetrievalSamples model={state.model} seed={state.seed} />
    </section>
  );
}

function NoModel() {
  return (
    <EmptyState title="No model can answer yet" command={commands.embed}>
      <p>
        Train a model, embed the images with it and promote it. Then this page finds look-alikes.
      </p>
      <Button asChild>
        <Link href="/">See what to do next</Link>
      </Button>
    </EmptyState>
  );
}
