import { Copy, History, Upload } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { EmptyState } from '@/components/shared/empty-state';
import { ProductFilters } from '@/components/shared/filters/product-filters';
import { PageHeader } from '@/components/shared/page-header';
import { Pager } from '@/components/shared/pager';
import { ProductCard } from '@/components/shared/product-card';
import { Button } from '@/components/ui/button';
import { CatalogPageQuery } from '@/lib/api/catalog';
import type { CatalogPageQuery as CatalogPageData } from '@/lib/api/generated/graphql';
import { query } from '@/lib/api/server';
import { commands } from '@/lib/commands';
import { plural } from '@/lib/format';
import { one, readProductFilter, type SearchParams } from '@/lib/url-state';

export const metadata: Metadata = { title: 'Catalog' };

export default async function CatalogPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const params = await searchParams;
  const filter = readProductFilter(params);
  const { products, catalogs } = await query(CatalogPageQuery, {
    first: 36,
    after: one(params, 'after'),
    filter,
  });
  const empty = catalogs.every(({ productCount }) => productCount === 0);
  return (
    <>
      <PageHeader title="Catalog" lead={sizeOf(catalogs)} actions={<CatalogActions />} />
      {empty ? (
        <NoProducts />
      ) : (
        <>
          <ProductFilters catalogs={catalogs} />
          {products.nodes.length === 0 ? <NoMatch /> : <Products products={products.nodes} />}
          <Pager path="/catalog" params={params} pageInfo={products.pageInfo} />
        </>
      )}
    </>
  );
}

function sizeOf(catalogs: CatalogPageData['catalogs']): string {
  const products = catalogs.reduce((sum, catalog) => sum + catalog.productCount, 0);
  const images = catalogs.reduce((sum, catalog) => sum + catalog.imageCount, 0);
  if (products === 0) return 'Products and their pictures, from a CSV and a folder of images.';
  const among = catalogs.length > 1 ? ` in ${catalogs.length} catalogs` : '';
  return `${plural(products, 'product')} with ${plural(images, 'image')}${among}.`;
}

const aboveFold = 12;

function Products({ products }: { products: CatalogPageData['products']['nodes'] }) {
  return (
    <section aria-label="Products" className="photo-grid">
      {products.map((product, place) => (
        <ProductCard
          key={product.id}
          product={product}
          href={`/catalog/${product.id}`}
          eager={place < aboveFold}
        />
      ))}
    </section>
  );
}

function CatalogActions() {
  return (
    <>
      <Button variant="outline" asChild>
        <Link href="/catalog/duplicates">
          <Copy aria-hidden />
          Duplicates
        </Link>
      </Button>
      <Button variant="outline" asChild>
        <Link href="/catalog/imports">
          <History aria-hidden />
          Imports
        </Link>
      </Button>
      <Button asChild>
        <Link href="/catalog/imports/new">
          <Upload aria-hidden />
          Import a catalog
        </Link>
      </Button>
    </>
  );
}

function NoProducts() {
  return (
    <EmptyState title="The catalog is empty" command={commands.ingest}>
      <p>Bring in a CSV with one product per row and the folder its image files lie in.</p>
      <Button asChild>
        <Link href="/catalog/imports/new">Import a catalog</Link>
      </Button>
    </EmptyState>
  );
}

function NoMatch() {
  return (
    <EmptyState title="No product matches these filters">
      <p>Remove one of the filters, or search for fewer words.</p>
      <Button variant="outline" asChild>
        <Link href="/catalog">Show all products</Link>
      </Button>
    </EmptyState>
  );
}
